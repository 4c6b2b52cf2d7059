#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/units.hpp"
#include "reports/catalogue/reason_id.hpp"
#include "reports/peers/judgement.hpp"
#include "reports/peers/night.hpp"

namespace assay {

/// Why peers keep a node from passing. The verdict follows from the id.
struct PeerReason {
  std::uint32_t node = 0;
  ReasonId id;
  std::string subject;  ///< label of the slot; "node" for what is about all of it
  std::string test, metric;
  std::optional<double> measured;
  std::string op;  ///< ">=" or "<="; empty without a limit
  /// The value at which `measured` would have been no outlier, the number that was compared.
  std::optional<double> limit;
  std::optional<Unit> unit;
  std::string source;  ///< whom it was compared with: "12,496 peers, median 2.97e+12, ..."
  std::string text;    ///< one sentence for people
};

/// Every reason of a judgement, by node; of each subject its worst outlier, the others counted in
/// the text.
[[nodiscard]] std::vector<PeerReason> reasons_of(const Night& night,
                                                 const PeerJudgement& judgement);

/// Metrics in which so much of the fleet stands apart that nobody is accused: the fleet is SUSPECT.
/// One sentence each.
[[nodiscard]] std::vector<std::string> suspicions(const Night& night,
                                                  const PeerJudgement& judgement);

/// What is true of the fleet and of no node alone: slots that stand apart, metrics with too few
/// peers. One sentence each.
[[nodiscard]] std::vector<std::string> fleet_notes(const Night& night,
                                                   const PeerJudgement& judgement);

}  // namespace assay
