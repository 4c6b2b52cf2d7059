#pragma once
#include "reports/peers/judgement.hpp"
#include "reports/peers/night.hpp"
#include "reports/peers/rules.hpp"

namespace assay {

/// What became of the re-tests of a judgement.
struct RetestCount {
  std::size_t confirmed = 0;  ///< subjects that are worse again: now `fail`
  std::size_t cleared = 0;    ///< measured again and not worse: stay `warn`, they come and go
  std::size_t missing = 0;    ///< not measured again
};

/// Marks in `judgement` (of `night`) what `again`, the night of the re-tests, shows too. Nodes are
/// matched by host name and must be the same hardware where serial numbers are known; columns by
/// test, metric, params, statistic and slot. A value is confirmed where it is again worse than the
/// first night's peers by what matters and by p <= 1/1000, and where the mean of both is so far out
/// that a healthy node is failed with chance rules.false_fail a night at most. The spread of the
/// peers is taken whole: it may be lasting, so that a second look is no second proof of it.
RetestCount confirm_outliers(PeerJudgement& judgement, const Night& night, const Night& again,
                             const PeerRules& rules);

}  // namespace assay
