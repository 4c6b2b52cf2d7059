#pragma once
#include <stdexcept>
#include <string>

namespace assay {

/// The caller's position. std::source_location would do, but clang-tidy 14 cannot parse it.
struct Where {
  const char* file;
  int line;
  static constexpr Where here(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return {file, line};
  }
};

/// Any failure that is not a measurement: the work could not be carried out.
/// The runner turns it into Outcome::error; nothing below the command line prints or exits.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& what, Where at = Where::here());
};

/// Input written by a person or another program is wrong (a profile, a report, an option).
/// `what()` reads "file:line: field: message"; parts that are not known are left out.
/// The command line answers it with exit code 3.
class InputError : public std::runtime_error {
 public:
  /// `line` counts from 1; 0 = unknown.
  InputError(const std::string& file, std::size_t line, const std::string& field,
             const std::string& message);
};

/// What a library call left behind, in that library's own words.
struct CallStatus {
  bool ok;
  int code;
  const char* name;  ///< e.g. "cudaErrorMemoryAllocation"
};

/// The status of a C library call that reports through errno.
[[nodiscard]] CallStatus errno_status(bool ok) noexcept;

/// Throws Error naming `doing`, the status and the caller's file:line unless `status.ok`.
void require(CallStatus status, const char* doing, Where at = Where::here());

/// For destructors: logs once to stderr, never throws.
void complain(CallStatus status, const char* doing) noexcept;

}  // namespace assay
