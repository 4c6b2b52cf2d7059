#include "core/shared_library.hpp"

#include <dlfcn.h>

#include "core/error.hpp"

namespace assay {
namespace fs = std::filesystem;

SharedLibrary::SharedLibrary(const std::string& name)
    : name_(name), handle_(dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) {
    const char* reason = dlerror();  // NOLINT(concurrency-mt-unsafe): thread-local in glibc
    throw Error(reason == nullptr ? "cannot open " + name : reason);
  }
}

void* SharedLibrary::find(const char* name) const noexcept { return dlsym(handle_, name); }

void* SharedLibrary::required(const char* name) const {
  void* address = find(name);
  if (address == nullptr) throw Error(name_ + " has no " + name);
  return address;
}

fs::path module_path(const std::string& module) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path prefix = program.parent_path().parent_path();
  const fs::path file = "libassay_" + module + ".so";
  for (const fs::path& folder : {prefix / "lib", prefix / "lib" / "assay"})
    if (fs::exists(folder / file, error)) return folder / file;
  return prefix / "lib" / file;
}

}  // namespace assay
