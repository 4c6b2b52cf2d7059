#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "reports/render.hpp"

namespace assay {

/// What differs between two judgements of the same reports, node by node in the same order: "what
/// if this profile were in force". Which nodes' verdicts, and on which of their metrics. `nights`
/// are the days of the reports, as many as nodes, or empty; then they are counted by night, too.
/// `format` is text or json; throws InputError for another one.
[[nodiscard]] std::string render_changes(std::string_view format, const std::vector<Judgement>& now,
                                         const std::vector<Judgement>& then,
                                         const RenderOptions& options,
                                         const std::vector<std::string>& nights = {});

}  // namespace assay
