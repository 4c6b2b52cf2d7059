#include "core/placeholder.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "core/text.hpp"

namespace assay {
namespace {

constexpr std::array<std::string_view, 8> kWholes{
    "n/a", "[n/a]", "none", "null", "unknown", "123456789", "0123456789", "1234567890"};

/// What follows them differs from maker to maker ("To Be Filled By O.E.M.").
constexpr std::array<std::string_view, 8> kBeginnings{
    "not specified",  "not available", "not applicable", "to be filled",
    "default string", "system serial", "chassis serial", "base board serial"};

}  // namespace

bool is_placeholder(std::string_view serial) {
  std::string low(trimmed(serial));
  std::transform(low.begin(), low.end(), low.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (low.find_first_not_of("0x-.: ") == std::string::npos) return true;
  return std::find(kWholes.begin(), kWholes.end(), low) != kWholes.end() ||
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return low.starts_with(beginning); });
}

}  // namespace assay
