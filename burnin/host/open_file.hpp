#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/handle.hpp"
#include "core/host_files.hpp"

namespace assay {

/// A small file of sysfs or procfs that is read again and again: it stays open, so that a reading
/// is one call. Opened anew after a failure, for a driver that was loaded again. `files` must
/// outlive it.
class OpenFile {
 public:
  OpenFile(const HostFiles& files, std::string path) : files_(&files), path_(std::move(path)) {}
  /// Its beginning, at most kMost bytes, without trailing white space; valid until the next call.
  /// Nothing if it cannot be read.
  [[nodiscard]] std::optional<std::string_view> text();
  /// All of it as one decimal integer; nothing if it is not one.
  [[nodiscard]] std::optional<std::int64_t> integer();

  static constexpr std::size_t kMost = 512;

 private:
  const HostFiles* files_;
  std::string path_;
  File file_;
  std::array<char, kMost> buffer_{};
};

}  // namespace assay
