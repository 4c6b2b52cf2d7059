#pragma once
#include <filesystem>
#include <string>

namespace assay {

/// A shared library opened at run time; closed never: what a vendor's library started may outlive
/// us.
class SharedLibrary {
 public:
  /// Throws Error with the loader's own words when `name` (a path or a soname) cannot be opened.
  explicit SharedLibrary(const std::string& name);
  /// The function `name` as a pointer of type F. Throws Error if the library lacks it.
  template <class F>
  [[nodiscard]] F symbol(const char* name) const {
    return reinterpret_cast<F>(required(name));
  }
  /// As symbol(), but nullptr where the library is too old to have it.
  template <class F>
  [[nodiscard]] F optional_symbol(const char* name) const noexcept {
    return reinterpret_cast<F>(find(name));
  }

 private:
  [[nodiscard]] void* find(const char* name) const noexcept;
  [[nodiscard]] void* required(const char* name) const;
  std::string name_;
  void* handle_;
};

/// Where this program's modules lie: ../lib beside the running program's own folder, or its
/// lib/assay.
[[nodiscard]] std::filesystem::path module_path(const std::string& module);

}  // namespace assay
