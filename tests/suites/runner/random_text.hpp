#pragma once
#include <random>
#include <string>

namespace assay {

/// Up to `most` bytes of any value.
inline std::string random_text(std::mt19937& random, std::size_t most) {
  std::uniform_int_distribution<int> byte(0, 255);
  std::string text(std::uniform_int_distribution<std::size_t>(0, most)(random), '\0');
  for (char& c : text) c = static_cast<char>(byte(random));
  return text;
}

}  // namespace assay
