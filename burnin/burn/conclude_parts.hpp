#pragma once
#include <string>

#include "burnin/burn/conclude.hpp"

// Parts of conclude_device() that have a file of their own.

namespace assay {

/// A number with four digits and its unit.
[[nodiscard]] std::string short_text(double value, const char* unit);

/// What the stints found: rates, time under load, wrong answers.
void add_stints(const StintLog& stints, const LegFacts& leg, Result& result);

/// What the device's own end was: its wrong answers, what the driver said of it, or stints that it
/// did not carry out.
void decide(const DeviceBurn& device, const LegFacts& leg, Result& result);

}  // namespace assay
