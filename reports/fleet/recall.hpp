#pragma once
#include <string>
#include <vector>

#include "reports/history/history.hpp"
#include "reports/peers/night.hpp"
#include "reports/peers/past.hpp"
#include "reports/peers/rules.hpp"

namespace assay::fleet {

/// What a history knows of tonight's fleet.
struct Recalled {
  PeerPast past;
  std::vector<std::string> notes;  ///< which nights of whom, and of whom none; a sentence each
};

/// Reads the last `nights` nights before tonight's, one question and one night in memory at a time.
/// Throws InputError where the history cannot be read. A history without nights, or that knows none
/// of a SKU's hardware, is no error: the notes say so.
[[nodiscard]] Recalled recall(history::History& history, const Night& tonight, std::size_t nights,
                              const PeerRules& rules);

}  // namespace assay::fleet
