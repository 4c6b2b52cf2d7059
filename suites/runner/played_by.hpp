#pragma once
#include <string>
#include <vector>

#include "suites/runner/plan.hpp"

// Which of the devices that could carry out a test do, and whether they do it together.

namespace assay {

/// Does `test` on this kind of device need others, or join those there are?
[[nodiscard]] bool is_among_ranks(const Test& test, const Offer& offer);

/// Why a load is played on another kind of device than `offer`'s; empty if it is not. A node with
/// GPUs burns these, and devices that can exchange sums do: one that ran on the host next would
/// take as long again.
[[nodiscard]] std::string burns_elsewhere(const Test& test, const Offer& offer,
                                          const std::vector<Offer>& offers);

}  // namespace assay
