#pragma once
#include <string>
#include <vector>

#include "cli/judging.hpp"

namespace assay {

/// Options of `assay judge --fleet`, as typed.
struct FleetArguments {
  std::string retest, max_failed = "20%", format = "text", out;
  bool peers = true;                ///< compare nodes with each other
  std::vector<std::string> before;  ///< html: reports of earlier nights, for the trend
  bool retests = true;              ///< beside a file, another of what is to be measured again
};

/// Judges all reports, or SuperBench's results, as one fleet. Throws InputError where an option or
/// a file of criteria cannot be understood, and where there is nothing at all to judge.
[[nodiscard]] ExitCode judge_fleet(const JudgingArguments& judging, const FleetArguments& arguments,
                                   Console& console);

}  // namespace assay
