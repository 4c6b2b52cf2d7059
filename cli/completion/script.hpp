#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/completion/grammar.hpp"

namespace assay::completion {

/// "bash", "fish", "zsh".
[[nodiscard]] const std::vector<std::string>& shells();

/// What the shell reads so that it completes this command line. It needs no package of completions,
/// and never starts the program. Throws Error for another shell.
[[nodiscard]] std::string script(std::string_view shell, const std::vector<Command>& commands);

}  // namespace assay::completion
