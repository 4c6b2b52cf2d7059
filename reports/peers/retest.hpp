#pragma once
#include "reports/peers/judgement.hpp"
#include "reports/peers/night.hpp"
#include "reports/peers/rules.hpp"

namespace assay {

/// How a value that was an outlier stands when it is measured again.
enum class SecondLook {
  confirmed,  ///< worse again, and too far out for a healthy value in both together: `fail`
  undecided,  ///< worse again, but both together are no proof
  cleared     ///< not worse than the first night's peers
};

/// With what chance one value of a healthy node may be failed for a re-test, at most, so that a
/// node is with rules.false_fail.
[[nodiscard]] double fail_chance(const PeerJudgement& judgement, const Night& night,
                                 const PeerRules& rules);

/// Holds `again` against the peers of `first`. Confirmed where it is again worse than they by what
/// matters and by p <= 1/1000, and where the mean of both is so far out that p <= `fail_chance`.
/// The spread of the peers is taken whole: it may be lasting, so that a second look is no second
/// proof of it. A slow decline, which no such distance tells of, is never confirmed.
[[nodiscard]] SecondLook look_again(const PeerOutlier& first, const NightColumn& column,
                                    double again, const PeerRules& rules, double fail_chance);

/// What became of the re-tests of a judgement.
struct RetestCount {
  std::size_t confirmed = 0;  ///< subjects that are worse again: now `fail`
  std::size_t undecided = 0;  ///< worse again, without proof: stay `warn`
  std::size_t cleared = 0;    ///< measured again and not worse: stay `warn`, they come and go
  std::size_t missing = 0;    ///< not measured again
};

/// Marks in `judgement` (of `night`) what `again`, the night of the re-tests, confirms. Nodes are
/// matched by host name and must be the same hardware where that is known; columns by test, metric,
/// params, statistic and slot.
RetestCount confirm_outliers(PeerJudgement& judgement, const Night& night, const Night& again,
                             const PeerRules& rules);

}  // namespace assay
