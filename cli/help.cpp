#include "cli/help.hpp"

#include "core/error.hpp"

namespace assay {
namespace {

constexpr std::string_view kSection = "\n## assay ";

}  // namespace

std::string overview() { return std::string(manual().substr(0, manual().find(kSection) + 1)); }

std::string section(std::string_view verb) {
  const std::string heading = std::string(kSection) + std::string(verb) + "\n";
  const auto begin = manual().find(heading);
  if (begin == std::string_view::npos) throw Error("the manual has no section " + heading);
  const auto end = manual().find("\n## ", begin + heading.size());
  return std::string(manual().substr(begin + 1, end == std::string_view::npos ? end : end - begin));
}

}  // namespace assay
