#pragma once
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "suites/registry.hpp"

namespace assay {

// What parents have their workers carry out for them, as if it were tests: they hold no MPI of
// their own, which may end a process when a peer is lost.

inline constexpr const char* kFabricGather = "fabric.gather";
inline constexpr const char* kFabricBroadcast = "fabric.broadcast";
/// As many numbers of every rank, summed one by one.
inline constexpr const char* kFabricSum = "fabric.sum";
/// How far the own wall clock is ahead of rank 0's and what is known of that: two numbers.
inline constexpr const char* kFabricClock = "fabric.clock";
/// Leaves the others in order, for good.
inline constexpr const char* kFabricLeave = "fabric.leave";

/// Adds all but the last.
void add_exchanges(Registry& registry);

/// For a few words between nodes that have met. They carry out the tests of their own between.
inline constexpr double kWordsS = 30;

/// Words that did not come because the run shall end.
class Interrupted : public std::exception {};

/// Texts in one; what packed() wrote. Throws Error for anything else.
[[nodiscard]] std::string packed(const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> unpacked(std::string_view text);

}  // namespace assay
