#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/node.hpp"
#include "reports/dossier/matrix.hpp"
#include "reports/peers/night.hpp"
#include "reports/render/summary.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// One node of a fleet, as its page shows it.
struct PageNode {
  std::string name, source, profile;
  Verdict verdict = Verdict::unknown;
  std::vector<Reason> reasons;  ///< worst first
  std::optional<Place> place;
};

/// An earlier night, for the trend.
struct PageNight {
  std::string label;  ///< "2026-11-21"
  Tally tally;
  const Night* night = nullptr;  ///< not owned
};

/// What the page of a fleet shows.
struct FleetPage {
  std::vector<PageNode> nodes;  ///< in any order
  Tally tally;
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> suspicions, notes;
  std::string label;             ///< which night this is; "" = not known
  const Night* night = nullptr;  ///< what was measured, not owned; nullptr: verdicts alone
  std::vector<LinkMatrix> matrices;
  std::vector<PageNight> before;  ///< oldest first
};

/// What of a page may be left out where the fleet is large: a page stays under 5 MB for 12,500
/// nodes.
struct PageBudget {
  std::size_t values =
      2'000'000;                  ///< bytes of numbers of every slot; other metrics: a node's worst
  std::size_t reasons = 900'000;  ///< bytes of reasons; of other nodes the count alone
  std::size_t serials = 1'200'000;  ///< bytes of the GPUs' serial numbers
  std::size_t matrices = 300'000;   ///< bytes of pairwise figures
};

/// A fleet's page as one HTML document: totals, floor plan, distributions, the nodes worst first,
/// versions that differ, links, nights. Verdicts are those of `fleet`; nothing here computes any.
[[nodiscard]] std::string fleet_page(const FleetPage& fleet, const PageBudget& budget = {});

/// A page of judgements alone.
[[nodiscard]] std::string fleet_page(const std::vector<Judgement>& judgements);

}  // namespace assay
