#pragma once
#include <string_view>
#include <vector>

namespace assay {

/// A profile compiled in.
struct ShippedProfile {
  std::string_view name;  ///< the name of its file without .yaml
  std::string_view yaml;
};

/// All of reports/profiles/, sorted by name. Written by the build.
[[nodiscard]] const std::vector<ShippedProfile>& shipped_yaml();

/// nullptr if none is called so.
[[nodiscard]] const ShippedProfile* find_shipped(std::string_view name);

}  // namespace assay
