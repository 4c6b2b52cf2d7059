#pragma once
#include <string>
#include <vector>

#include "cli/judging.hpp"

namespace assay {

/// Options of `assay judge --fleet`, as typed.
struct FleetArguments {
  std::string retest, history, max_failed = "20%", format = "text", out;
  std::size_t nights = 14;          ///< of the history
  bool record = false;              ///< keep the verdicts in the history
  bool peers = true;                ///< compare nodes with each other
  std::vector<std::string> before;  ///< html: reports of earlier nights, for the trend
  bool retests_beside = true;       ///< write what is to be measured again beside a file
};

/// Judges all reports, or SuperBench's results, as one fleet. Throws InputError where an option or
/// a file of criteria cannot be understood, and where there is nothing at all to judge.
[[nodiscard]] ExitCode judge_fleet(const JudgingArguments& judging, const FleetArguments& arguments,
                                   Console& console);

}  // namespace assay
