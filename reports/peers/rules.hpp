#pragma once
#include <cstddef>

namespace assay {

/// When peers are said to differ. docs/metrics/peers.md derives each figure.
struct PeerRules {
  double false_discovery = 0.05;  ///< Benjamini-Hochberg: share of a night's outliers that are none
  double false_warn = 5e-4;       ///< chance a night that a healthy node is warned of, at most
  double false_fail = 2e-6;       ///< chance a night that a healthy node is failed, at most
  double effect = 0.01;           ///< least deviation that matters, of the peers' median
  double effect_kelvin = 3;       ///< the same for temperatures, in kelvin
  double effect_events = 2;       ///< the same for counts whose median is 0
  double scale_floor = 0.001;     ///< least spread that is believed, of the peers' median
  double suspect_share = 0.2;     ///< more of a population apart than this accuses nobody
  std::size_t least_peers = 6;    ///< fewer values are not compared
  std::size_t threads = 0;        ///< 0 = as many as the machine has
  bool keep_standings = false;    ///< fill PeerJudgement::standings
};

}  // namespace assay
