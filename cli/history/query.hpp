#pragma once
#include <optional>
#include <string>

#include "cli/program.hpp"

namespace assay {

/// `assay history query`, as typed.
struct QueryArguments {
  std::string database, what, name, subject, since, format = "text", out;
  std::size_t nights = 365;
};

/// What may be asked: node, serial, metric, moves, changes. `unknown` where a node, a serial or a
/// metric is asked for that the history does not know.
[[nodiscard]] ExitCode query_history(const QueryArguments& arguments, Console& console);

}  // namespace assay
