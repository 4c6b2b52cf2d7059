#pragma once
#include <optional>
#include <vector>

#include "core/facts.hpp"
#include "suites/spec.hpp"

namespace assay {

/// When the result's load was, on the clock by which the test was asked for at `asked_s` and its
/// answer was known at `known_s`. Nothing where the test does not say, or says what cannot be.
[[nodiscard]] std::optional<Span> load_on_clock(const Result& result, double asked_s,
                                                double known_s);

/// Adds each of `metrics` that is derived, behind those that the test reported, from what telemetry
/// read `meanwhile` (while the device did what the first metric is about). Without what it takes
/// they have no value and the fact "<name>_unknown" says why. Nothing is added to a result that
/// lacks the first of `metrics`: a test that was not carried out.
void add_derived(Result& result, const std::vector<MetricSpec>& metrics,
                 const std::optional<Telemetry>& meanwhile);

}  // namespace assay
