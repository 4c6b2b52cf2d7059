#pragma once
#include <string>

#include "cli/program.hpp"

namespace assay {

/// `assay history trend`, as typed.
struct TrendArguments {
  std::string database, serial, metric, floor = "1%", format = "text", out;
  std::size_t nights = 365, most = 40;
};

/// `unknown` for a serial that the history does not know; else `pass`, whatever is found: facts of
/// the past are no verdict.
[[nodiscard]] ExitCode show_trend(const TrendArguments& arguments, Console& console);

}  // namespace assay
