#pragma once
#include <string>

#include "reports/judge.hpp"

namespace assay::test {

/// 2026-11-21T20:00:00Z, an hour after the sample run.
constexpr double kNow_s = 1795291200;

/// A node with eight GPUs in order: memory.read on each GPU, memory.patterns and system.kernel_log
/// on the node, no InfiniBand.
[[nodiscard]] Report healthy_report();

/// The profile that healthy_report() passes, as YAML; `healthy.yaml` in messages.
[[nodiscard]] std::string healthy_yaml();

/// Judges at kNow_s against healthy_yaml().
[[nodiscard]] Judgement judge_healthy(const Report& report);
/// Judges at kNow_s against `yaml`.
[[nodiscard]] Judgement judge_with(const Report& report, const std::string& yaml);

/// True if a reason has this id.
[[nodiscard]] bool has_reason(const Judgement& judgement, const std::string& id);
/// "id: text" of every reason, a line each, for messages.
[[nodiscard]] std::string reasons_of(const Judgement& judgement);

/// The result of `test` on a subject with that label; fails the test if there is none.
[[nodiscard]] Result& result_of(Report& report, const std::string& test,
                                const std::string& subject);

/// A sampled rate: `n` samples a few per cent around `typical`.
[[nodiscard]] Metric rate(const std::string& name, Unit unit, double typical, int n = 60);

/// A profile of one limit: what follows "limits:\n  - ".
[[nodiscard]] std::string one_limit(const std::string& limit);

}  // namespace assay::test
