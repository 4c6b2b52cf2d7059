#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/philox.hpp"

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

/// As random_text(), or empty.
[[nodiscard]] std::string maybe_text(Dice& dice);

/// Any magnitude, either sign; any magnitude that is not negative.
[[nodiscard]] std::int64_t random_integer(Dice& dice);
[[nodiscard]] std::int64_t random_count(Dice& dice);

template <class Make>
auto maybe(Dice& dice, Make make) -> std::optional<decltype(make(dice))> {
  if (dice.chance(0.5)) return std::nullopt;
  return make(dice);
}

template <class Make>
auto list(Dice& dice, std::size_t most, Make make) -> std::vector<decltype(make(dice))> {
  std::vector<decltype(make(dice))> items;
  for (std::size_t n = dice.below(most + 1); n > 0; --n) items.push_back(make(dice));
  return items;
}

template <class Make>
auto named(Dice& dice, Make make) -> std::map<std::string, decltype(make(dice))> {
  std::map<std::string, decltype(make(dice))> members;
  for (std::size_t n = dice.below(4); n > 0; --n) {
    std::string name = random_text(dice);
    members.insert_or_assign(std::move(name), make(dice));
  }
  return members;
}

}  // namespace assay::test
