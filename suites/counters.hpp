#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace assay {

/// Raw counters of the hardware: a name that is unique in its test, and what it showed.
using CounterReadings = std::map<std::string, std::int64_t>;

/// Compares counters at the end of a run with those at its start.
class Counters {
 public:
  /// Without an opening (`elapsed_s` = 0) it only collects.
  Counters() = default;
  /// `opening` was read `elapsed_s` seconds ago.
  Counters(CounterReadings opening, double elapsed_s)
      : opening_(std::move(opening)), elapsed_s_(elapsed_s) {}

  /// Takes the reading and gives what was added since the opening. Nothing if there was no opening
  /// reading, if the counter stands at `maximum` (it saturates: more may have happened) or moved
  /// backwards (it was reset, so what happened before is lost). `why_not` then says so.
  [[nodiscard]] std::optional<std::int64_t> delta(const std::string& name, std::int64_t now,
                                                  std::int64_t maximum, std::string& why_not);
  [[nodiscard]] const CounterReadings& readings() const noexcept { return readings_; }
  [[nodiscard]] double elapsed_s() const noexcept { return elapsed_s_; }
  [[nodiscard]] bool has_opening() const noexcept { return elapsed_s_ > 0; }

 private:
  CounterReadings opening_, readings_;
  double elapsed_s_ = 0;
};

}  // namespace assay
