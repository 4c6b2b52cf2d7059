#pragma once
#include <string>

#include "reports/dossier/labelled.hpp"
#include "reports/report.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// What a judgement rests on, as names and values for people: the report and its `hash` (SHA-256,
/// "" = not known), the run that wrote it, with which program, under which environment. Values are
/// as the report has them: whoever shows them makes them harmless. `report` may be nullptr.
[[nodiscard]] Labelled provenance_of(const Judgement& judgement, const Report* report,
                                     const std::string& hash);

}  // namespace assay
