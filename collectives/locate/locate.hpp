#pragma once
#include <cstdint>

#include "collectives/locate/fabric.hpp"
#include "collectives/locate/findings.hpp"
#include "collectives/locate/probe.hpp"

namespace assay::locate {

struct LocateOptions {
  std::uint64_t seed = 1;
  /// Up to so many nodes every two meet once, and doubtful pairs again: at most
  /// `confirming_rounds` more. Only so can a bad pair be found for sure.
  std::int32_t all_pairs_up_to = 256;
  std::int32_t confirming_rounds = 6;
  /// Above: at most so many rounds, the last three confirming.
  std::int32_t rounds = 6;
};

/// Finds who is slow or silent by measuring disjoint pairs, round by round. Never asks for more
/// rounds than the options say; memory is about 150 bytes a flow. Throws Error where `fabric` is
/// not sound, or where `probe` throws or answers what it was not asked.
[[nodiscard]] Findings locate(const Fabric& fabric, PairProbe& probe,
                              const LocateOptions& options = {});

}  // namespace assay::locate
