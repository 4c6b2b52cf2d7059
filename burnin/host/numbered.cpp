#include "burnin/host/numbered.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/text.hpp"

namespace assay {

std::vector<std::string> numbered(const HostFiles& files, const std::string& folder,
                                  std::string_view prefix) {
  std::vector<std::pair<std::int64_t, std::string>> found;
  for (std::string& name : files.list(folder)) {
    if (!name.starts_with(prefix)) continue;
    if (const auto number = whole_number(std::string_view(name).substr(prefix.size())))
      found.emplace_back(*number, std::move(name));
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  names.reserve(found.size());
  for (auto& [number, name] : found) names.push_back(std::move(name));
  return names;
}

}  // namespace assay
