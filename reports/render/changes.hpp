#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "reports/render.hpp"

namespace assay {

/// Which nodes' verdicts differ between two judgements of the same reports, node by node in the
/// same order: "what if this profile were in force". `format` is text or json; throws InputError
/// for another one.
[[nodiscard]] std::string render_changes(std::string_view format, const std::vector<Judgement>& now,
                                         const std::vector<Judgement>& then,
                                         const RenderOptions& options);

}  // namespace assay
