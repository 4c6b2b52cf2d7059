#pragma once
#include <string>

#include "reports/dossier/labelled.hpp"
#include "reports/report.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// The verdict in one sentence: what did not hold, or how much did.
[[nodiscard]] std::string headline_of(const Judgement& judgement);

/// "8 x NVIDIA H100 80GB HBM3", or the processors of a machine without GPUs; "" where it says
/// neither.
[[nodiscard]] std::string machine_in_words(const Node& node);

/// "rack r1, unit 4"; "" where nothing is known.
[[nodiscard]] std::string place_in_words(const Place& place);

/// "sm_clock_hz" as "sm clock": a name without its unit.
[[nodiscard]] std::string in_words(const std::string& quantity);

/// Command lines, each with what it does: the run again, the judgement again. Ready for a shell.
[[nodiscard]] Labelled how_to_repeat(const Judgement& judgement, const Report* report);

/// `word` as one word of a POSIX shell.
[[nodiscard]] std::string shell_word(const std::string& word);

}  // namespace assay
