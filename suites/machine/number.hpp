#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/host_files.hpp"

namespace assay {

/// One integer that the machine shows in a file, or why it cannot be had.
struct Number {
  Reading::State state = Reading::State::absent;
  std::optional<std::int64_t> value;  ///< if state is ok
  std::string reason;                 ///< if unreadable; names the file
};

/// The file `path` as one decimal integer. Anything but an integer in it is unreadable, not absent.
[[nodiscard]] Number read_number(const HostFiles& files, const std::string& path);

}  // namespace assay
