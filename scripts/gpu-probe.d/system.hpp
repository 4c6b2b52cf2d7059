#pragma once
#include <dlfcn.h>
#include <glob.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "facts.hpp"

namespace probe {

inline double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What a shell command prints, without the last line break. Throws Missing if it fails.
inline std::string output_of(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw Missing("cannot start: " + command);
  std::string text;
  char part[256];
  while (std::fgets(part, sizeof part, pipe) != nullptr) text += part;
  if (pclose(pipe) != 0) throw Missing("failed: " + command);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

/// The program's path: on PATH, or where NVIDIA's installers put it. Throws Missing.
inline std::string path_of(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(std::string(path == nullptr ? "" : path) +
                             ":/usr/local/cuda/bin:/opt/nvidia/bin:/usr/sbin:/sbin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string file = folder + "/" + program;
    if (access(file.c_str(), X_OK) == 0) return file;
  }
  throw Missing("not on PATH");
}

/// A library opened at run time: by its name, else from the CUDA toolkit, else from a Python
/// package.
class Library {
 public:
  /// Throws Missing with the loader's words.
  explicit Library(const std::string& name) {
    if (open(name)) return;
    const std::string reason = dlerror();
    for (const std::string& pattern : patterns()) {
      glob_t found{};
      glob((pattern + name).c_str(), 0, nullptr, &found);
      for (std::size_t i = 0; i < found.gl_pathc && handle_ == nullptr; ++i)
        open(found.gl_pathv[i]);
      globfree(&found);
      if (handle_ != nullptr) return;
    }
    throw Missing(reason);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// Throws Missing if the library does not have it. Libraries stay loaded: unloading CUDA's is not
  /// safe.
  template <class Function>
  [[nodiscard]] Function* symbol(const char* name) const {
    void* found = dlsym(handle_, name);
    if (found == nullptr) throw Missing(std::string("the library has no ") + name);
    return reinterpret_cast<Function*>(found);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  bool open(const std::string& path) {
    handle_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    path_ = path;
    return handle_ != nullptr;
  }
  static std::vector<std::string> patterns() {
    std::vector<std::string> found{"/usr/local/cuda/lib64/"};
    try {
      const std::string prefix =
          output_of("python3 -c 'import sys; print(sys.prefix)' 2>/dev/null");
      found.push_back(prefix + "/lib/python3*/site-packages/nvidia/*/lib/");
      found.push_back(prefix + "/local/lib/python3*/dist-packages/nvidia/*/lib/");
    } catch (const Missing&) {  // without a python3 there are no Python packages to look into
    }
    return found;
  }

  void* handle_ = nullptr;
  std::string path_;
};

}  // namespace probe
