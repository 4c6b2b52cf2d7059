#pragma once
#include <string>

#include "reports/report.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// One node's dossier as one HTML document that needs nothing else: the verdict first, what is
/// wrong and what to do, every measurement against its limit, telemetry, who the machine is, how
/// the run was made and how to repeat it. Without `report` (nullptr) it shows what the judgement
/// alone says. `hash` is the SHA-256 of the report's document, "" where it is not known. Verdicts
/// are the judgement's; nothing here computes any.
[[nodiscard]] std::string node_page(const Judgement& judgement, const Report* report,
                                    const std::string& hash = "");

}  // namespace assay
