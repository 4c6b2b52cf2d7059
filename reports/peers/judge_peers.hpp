#pragma once
#include "reports/peers/judgement.hpp"
#include "reports/peers/night.hpp"
#include "reports/peers/past.hpp"
#include "reports/peers/rules.hpp"

namespace assay {

/// Holds every value of a night against its peers, every identity and digest against the majority.
/// With a `past` (lined up with this night, see PeerPast) several nights are weighed together, and
/// tonight's standings are added to it. Pure and deterministic, whatever the number of threads.
/// Throws Error where the night is misshapen.
[[nodiscard]] PeerJudgement judge_peers(const Night& night, const PeerRules& rules,
                                        PeerPast* past = nullptr);

}  // namespace assay
