#pragma once
#include <string>
#include <vector>

#include "core/tool.hpp"

namespace assay {

/// A TCP port of this machine that nobody listens on now; 0 if there is none to be had.
[[nodiscard]] int unused_tcp_port();

/// Runs a program of perftest with itself: one process waits, another one comes to it over
/// 127.0.0.1, and both run on `cpus` (empty: anywhere). What the one that came printed; `why_not`
/// also if the other one failed, in the words of whichever said something. Takes at most `seconds`
/// and a little; neither process outlives the call.
[[nodiscard]] ToolOutput run_loopback(const std::string& path,
                                      const std::vector<std::string>& arguments,
                                      const std::vector<int>& cpus, double seconds);

}  // namespace assay
