#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reports/fleet/asked.hpp"
#include "reports/peers/night.hpp"

namespace assay::fleet {

/// Where one number of a report belongs in a night, and where it stands in the report.
struct NightValue {
  NightColumn column;  ///< but for its slot
  std::string slot, kind;
  const std::optional<double>* value;
};

/// The same of a digest. Reports of one `key` and one seed vote together.
struct NightVote {
  std::string test, key, slot, kind;
  const std::string* digest;  ///< as the test wrote it: "0x" and hexadecimal digits
};

/// The hardware in a slot: one of both.
struct NightPart {
  std::string slot, kind;
  const Gpu* gpu = nullptr;
  const Nic* nic = nullptr;
};

/// Everything in `report` that peers are compared by: what was measured on its node or a part of
/// it, by tests that ended well, in the last attempt. Whole numbers among the parameters that tell
/// no two results apart and that nobody asked for (repeats, free bytes) are no part of a column:
/// they differ from node to node. Pointers lead into the report.
[[nodiscard]] std::vector<NightValue> night_values(const Report& report, const Asked& asked);

[[nodiscard]] std::vector<NightVote> night_votes(const Report& report);

/// Every GPU, and the adapter of every port that was measured: what has a past of its own.
[[nodiscard]] std::vector<NightPart> night_parts(const Report& report);

/// What one node says of itself: name and word.
struct NightWord {
  std::string name, word;
  friend auto operator<=>(const NightWord&, const NightWord&) = default;
};
/// Driver, firmware, kernel, ...: all that the report says, in one order.
[[nodiscard]] std::vector<NightWord> identity_words(const Node& node);

/// The kind of machine: its GPUs, or its CPUs where it has none.
[[nodiscard]] std::string sku_of(const Node& node);

}  // namespace assay::fleet
