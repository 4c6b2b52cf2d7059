#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/philox.hpp"
#include "reports/report.hpp"

namespace assay::test {

/// Random choices that a seed repeats on any machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  [[nodiscard]] std::uint64_t bits() { return random_bits(seed_, drawn_++); }
  /// 0 <= below(n) < n
  [[nodiscard]] std::size_t below(std::size_t n) { return bits() % n; }
  [[nodiscard]] bool chance(double share) { return random_uniform(seed_, drawn_++) < share; }
  template <class T>
  [[nodiscard]] const T& one_of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

 private:
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

/// Any finite number: every exponent, both signs, zeros, whole numbers, extremes.
[[nodiscard]] double random_number(Dice& dice);

/// Text with quotes, backslashes, control characters, NUL and characters of one to four bytes;
/// never empty.
[[nodiscard]] std::string random_text(Dice& dice);

[[nodiscard]] Metric random_metric(Dice& dice, const std::string& name);
[[nodiscard]] Result random_result(Dice& dice);
[[nodiscard]] Node random_node(Dice& dice);

/// A report in which any optional part may be there or not; at most `most` results, events and
/// series.
[[nodiscard]] Report random_report(Dice& dice, std::size_t most);

/// The report of a quick run: `tests` results with ordinary numbers, four metrics each.
[[nodiscard]] Report ordinary_report(std::size_t tests);

}  // namespace assay::test
