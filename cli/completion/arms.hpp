#pragma once
#include <string>
#include <vector>

#include "cli/completion/grammar.hpp"

namespace assay::completion {

/// One branch of a shell's case statement: what is looked at, in quotes, and what follows from it.
/// All shells have these alike; only their words for it differ.
struct Arm {
  std::vector<std::string> patterns;  ///< "judge:--format"; only a * at the end stands for anything
  std::string at;                     ///< where that leads: "history query"; "" nowhere
  std::string choices;                ///< a line each: word, or word, tab and what it is
  bool files = false;
};

/// "AT:WORD": the word leads to a verb, or to a part of one.
[[nodiscard]] std::vector<Arm> moves(const std::vector<Command>& commands);
/// "AT:OPTION" of the options that take a value, with what that may be.
[[nodiscard]] std::vector<Arm> values(const std::vector<Command>& commands);
/// "AT": all options there.
[[nodiscard]] std::vector<Arm> options(const std::vector<Command>& commands);
/// "AT:N": what may stand at place N of those that are no options.
[[nodiscard]] std::vector<Arm> positionals(const std::vector<Command>& commands);

}  // namespace assay::completion
