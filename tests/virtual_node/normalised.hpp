#pragma once
#include <string>

#include "reports/report.hpp"
#include "reports/verdict.hpp"

namespace assay::test {

/// What a run on described GPUs must find, a line each: every result with its first metric and its
/// reason, and every event. Times, addresses and what differs from machine to machine are left out.
[[nodiscard]] std::string normalised(const Report& report);

/// The verdict and its reasons, worst first. That telemetry was lost is left out: how soon the
/// watcher notices differs.
[[nodiscard]] std::string normalised(const Judgement& judgement);

}  // namespace assay::test
