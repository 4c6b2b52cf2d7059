#pragma once
#include <optional>
#include <string>

#include "core/host_files.hpp"

namespace assay {

/// How well the kernel believes its wall clock to be disciplined.
struct ClockState {
  std::string why_not;         ///< not empty: it cannot be had
  bool synchronised = false;   ///< the kernel's STA_UNSYNC flag is not set
  double offset_s = 0;         ///< what is left to correct
  double maximum_error_s = 0;  ///< the kernel's upper bound of the error; grows without corrections
  double estimated_error_s = 0;
};

/// From the adjtimex system call; for another machine's files from /run/adjtimex, the output of
/// `adjtimex --print`.
[[nodiscard]] ClockState read_clock_state(const HostFiles& files);

/// Reads the output of `adjtimex --print`: "maxerror: 16000" (microseconds), "status: 8192", ...
[[nodiscard]] ClockState parse_adjtimex(const std::string& text);

}  // namespace assay
