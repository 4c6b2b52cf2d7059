#include "core/number_text.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace assay {

std::string number_text(double value, int digits) {
  constexpr double kMostPlain = 1e15;
  const bool plain = std::abs(value) + 0.5 >= std::pow(10, digits) && std::abs(value) < kMostPlain;
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), plain ? "%.*f" : "%.*g", plain ? 0 : digits, value);
  return text.data();
}

}  // namespace assay
