#include "tests/reports/io/dice.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace assay::test {

std::string maybe_text(Dice& dice) { return dice.chance(0.5) ? random_text(dice) : ""; }

std::int64_t random_integer(Dice& dice) {
  const std::size_t shift = dice.below(64);
  return static_cast<std::int64_t>(dice.bits()) >> shift;
}

std::int64_t random_count(Dice& dice) {
  return static_cast<std::int64_t>(dice.bits() >> (1 + dice.below(63)));
}

double random_number(Dice& dice) {
  if (dice.chance(0.2)) return static_cast<double>(random_integer(dice));
  if (dice.chance(0.1))
    return dice.one_of<double>({0.0, -0.0, std::numeric_limits<double>::max(),
                                std::numeric_limits<double>::denorm_min(), 1e15, 1e16, 0.1});
  for (;;) {
    const std::uint64_t bits = dice.bits();
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (std::isfinite(number)) return number;
  }
}

std::string random_text(Dice& dice) {
  static const std::vector<std::string> pieces{"a",
                                               "bandwidth",
                                               "0",
                                               " ",
                                               "\"",
                                               "\\",
                                               "/",
                                               "\n",
                                               "\t",
                                               "\x01",
                                               "\x7F",
                                               std::string(1, '\0'),
                                               "µ",
                                               "€",
                                               "\xF0\x9F\x98\x80",
                                               "\xEF\xBF\xBD",
                                               "null",
                                               "{",
                                               "]",
                                               ".",
                                               "-"};
  std::string text = dice.one_of(pieces);
  for (std::size_t n = dice.below(6); n > 0; --n) text += dice.one_of(pieces);
  return text;
}

}  // namespace assay::test
