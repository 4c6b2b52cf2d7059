#pragma once
#include <string>

#include "reports/reader.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// One node's chapter of the dossier in Markdown: who it is, its verdict and why, all that was
/// measured, what happened during the run. `read` is nullptr where the report could not be read.
[[nodiscard]] std::string dossier_chapter(const Judgement& judgement, const ReadReport* read);

}  // namespace assay
