#pragma once
#include <optional>
#include <string_view>

#include "burnin/load/load.hpp"

namespace assay {

// The loads that the tests of burn-in play, each for `seconds` in all: a test and whoever watches
// it must mean the same one.

/// Always full: heat, and what it does over time.
[[nodiscard]] Load soak_load(double seconds, Mix mix = {.products = 1});
/// Up for most of the time, then at the target: so power that a unit or a rack cannot take shows at
/// the level where it begins.
[[nodiscard]] Load ramp_load(double seconds);
/// Square waves from what voltage regulators feel to what heat follows, the same time of each.
[[nodiscard]] Load pulse_load(double seconds);
/// Twice up the stairs, so that a fit has both a second opinion and steps between other levels.
[[nodiscard]] Load step_load(double seconds);
/// The band in which power supplies, their control loops and generators have resonances.
[[nodiscard]] Load sweep_load(double seconds);
/// What a job's steps do to power: compute, then wait for the others. `meanwhile`: what is done
/// while it waits.
[[nodiscard]] Load training_load(double seconds, Mix meanwhile = {});

/// The load of the test "burnin.<name>"; nothing for another test.
[[nodiscard]] std::optional<Load> load_of_test(std::string_view id, double seconds);

}  // namespace assay
