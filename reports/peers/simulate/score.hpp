#pragma once
#include <cstddef>

#include "reports/peers/judgement.hpp"
#include "reports/peers/simulate/fleet.hpp"

namespace assay::peers {

/// What a judgement is worth, held against the truth. Sums add up over nights and fleets.
struct PeerScore {
  std::size_t faults = 0;                    ///< faulty GPUs
  std::size_t warned = 0;                    ///< of them, named (as `warn` or worse)
  std::size_t failed = 0;                    ///< of them, confirmed
  std::size_t suspected = 0;                 ///< of them, on a metric called SUSPECT
  std::size_t healthy = 0;                   ///< nodes without fault
  std::size_t false_warn = 0;                ///< of them, warned of
  std::size_t false_fail = 0;                ///< of them, failed
  std::size_t splits = 0, false_splits = 0;  ///< that name the driver; that do not
  std::size_t racks = 0, false_places = 0;   ///< bad racks named; other places named
  std::size_t suspects = 0;                  ///< SUSPECT metrics
  std::size_t digests = 0, false_digests = 0;
  PeerScore& operator+=(const PeerScore& other);
};

[[nodiscard]] PeerScore score(const Fleet& fleet, const PeerJudgement& judgement);

}  // namespace assay::peers
