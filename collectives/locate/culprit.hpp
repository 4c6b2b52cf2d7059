#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectives/locate/fabric.hpp"

namespace assay::locate {

/// What can be at fault, from the widest to the narrowest.
enum class Kind { rail, spine, leaf, node, nic, direction, uplink, pair, at_scale };

/// "rail", "spine", ..., "at_scale".
[[nodiscard]] std::string_view name(Kind kind) noexcept;

/// Which way data goes, seen from the adapter; for an uplink `sending` is up, away from its leaf.
enum class Way { sending, receiving };

/// What the accusation rests on: everything that was measured through the culprit.
struct CulpritEvidence {
  std::int64_t flows = 0;       ///< measured; 0 of a node that was lost to all ranks together
  std::int64_t slow = 0;        ///< of them below the baseline by more than the resolution
  std::int64_t unanswered = 0;  ///< of them without an answer
  std::int64_t pairs = 0;       ///< distinct pairs (of an end: partners), or groups for at_scale
};

/// Something that is named as the cause of slow or missing answers. Which members are set depends
/// on the kind; -1 = does not apply.
struct Culprit {
  Kind kind = Kind::node;
  /// The node; of a pair both, the sending one first where one direction is slow; of a leaf or an
  /// uplink the nodes below that are affected.
  std::vector<std::int32_t> nodes;
  std::int32_t rail = -1;  ///< of a node, direction or pair -1: all rails
  std::int32_t leaf = -1;
  std::int32_t uplink = -1;  ///< -1 also where routing is not known
  std::optional<Way> way;    ///< absent: both
  double measured = 0;       ///< B/s, 0 where nothing was answered
  double expected = 0;       ///< B/s
  CulpritEvidence evidence;
  std::vector<std::int32_t> or_leaves;  ///< uplinks of the same number there explain as much
};

/// What is accused, in words: "node n17 NIC mlx5_3", "uplink spine-3 of leaf l2".
[[nodiscard]] std::string subject(const Fabric& fabric, const Culprit& culprit);

/// One sentence: subject, figures, evidence and what to do next. GB/s are 1e9 B/s.
[[nodiscard]] std::string sentence(const Fabric& fabric, const Culprit& culprit);

/// What to do next, without the rest.
[[nodiscard]] std::string next_action(const Fabric& fabric, const Culprit& culprit);

}  // namespace assay::locate
