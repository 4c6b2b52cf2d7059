#pragma once
#include <string>
#include <vector>

#include "bench/gpu/bare_figures.hpp"
#include "reports/judge.hpp"

namespace assay {

/// One page in Markdown: what a run found on GPUs and links, each metric where it was worst, beside
/// the limit and the published figure that `profile` has for it, and beside what bare calls reached
/// on the same GPU. Names what those could not do. Says in its first lines if the report is of a
/// scripted device or an injected fault, or is not complete.
[[nodiscard]] std::string gpu_summary(const Report& report, const Profile& profile,
                                      const Judgement& judgement,
                                      const std::vector<BareFigures>& bare);

}  // namespace assay
