#pragma once
#include <string>
#include <string_view>

#include "reports/importers/common/log_text.hpp"

namespace assay {

/// The command line `line` is, without the shell's prompt or the mark of `set -x` before it.
[[nodiscard]] std::string without_prompt(std::string_view line);

/// The first line of `text` that has a prompt before it and names `program`, without the prompt;
/// "" if there is none.
[[nodiscard]] std::string command_in(const LogText& text, std::string_view program);

}  // namespace assay
