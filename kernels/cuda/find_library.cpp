#include "kernels/cuda/find_library.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/error.hpp"

namespace assay::cuda {
namespace {

namespace fs = std::filesystem;

/// The folders in `folder`, in the order of their names; none where there is none.
std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.is_directory(error)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

/// lib/pythonX.Y below a prefix holds site-packages (dist-packages on Debian).
void add_packages(const fs::path& prefix, std::vector<fs::path>& folders) {
  for (const fs::path& python : folders_in(prefix / "lib"))
    for (const char* packages : {"site-packages", "dist-packages"})
      for (const fs::path& part : folders_in(python / packages / "nvidia"))
        folders.push_back(part / "lib");
}

std::vector<fs::path> folders() {
  std::vector<fs::path> all;
  for (const char* name : {"CUDA_HOME", "CUDA_PATH"})
    if (const char* toolkit = std::getenv(name)) all.push_back(fs::path(toolkit) / "lib64");
  all.emplace_back("/usr/local/cuda/lib64");
  if (const char* environment = std::getenv("VIRTUAL_ENV")) add_packages(environment, all);
  for (const char* prefix : {"/usr/local", "/usr", "/opt/venv"}) add_packages(prefix, all);
  return all;
}

}  // namespace

std::vector<std::string> vendor_library_candidates(const std::string& soname) {
  std::vector<std::string> candidates;
  if (const char* given = std::getenv("ASSAY_CUDA_LIBRARIES"))
    candidates.push_back((fs::path(given) / soname).string());
  candidates.push_back(soname);
  for (const fs::path& folder : folders()) {
    std::error_code error;
    if (fs::exists(folder / soname, error)) candidates.push_back((folder / soname).string());
  }
  return candidates;
}

SharedLibrary open_vendor_library(const std::string& soname) {
  std::string tried;
  for (const std::string& candidate : vendor_library_candidates(soname)) {
    try {
      return SharedLibrary(candidate);
    } catch (const Error& error) {
      tried += std::string("; ") + error.what();
    }
  }
  throw Error(soname + " is not to be had" + tried);
}

}  // namespace assay::cuda
