#include "cli/paths.hpp"

#include <glob.h>

#include <filesystem>

#include "core/error.hpp"
#include "core/glob.hpp"

namespace assay {

std::vector<std::string> paths_of(const std::string& what, const std::string& pattern) {
  std::error_code none;
  if (!has_wildcard(pattern) || std::filesystem::exists(pattern, none)) return {pattern};
  glob_t found{};
  const int status = glob(pattern.c_str(), GLOB_NOESCAPE, nullptr, &found);
  std::vector<std::string> paths;
  if (status == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  if (paths.empty()) throw InputError("", 0, what, "\"" + pattern + "\" matches no file");
  return paths;
}

}  // namespace assay
