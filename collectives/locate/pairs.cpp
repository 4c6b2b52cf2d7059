#include "collectives/locate/pairs.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "core/stats.hpp"

namespace assay::locate {
namespace {

using schedule::Pair;

/// The flows of one direction on one rail of a pair.
struct Lane {
  std::int32_t flows = 0, slow = 0;
};

struct Found {
  Pair pair;
  std::map<std::pair<std::int32_t, bool>, Lane> lanes;  ///< by rail and whether b sends
  std::vector<std::uint32_t> slow;
};

std::uint64_t key_of(const Flow& flow) {
  const auto [low, high] = std::minmax(flow.from, flow.to);
  return (static_cast<std::uint64_t>(low) << 32) | static_cast<std::uint64_t>(high);
}

std::unordered_map<std::uint64_t, Found> collect(const Evidence& evidence) {
  std::unordered_map<std::uint64_t, Found> pairs;
  for (const std::uint32_t number : evidence.slow()) {
    if (evidence.state(number) != Evidence::State::slow) continue;
    const Flow& flow = evidence.flows()[number];
    Found& found = pairs[key_of(flow)];
    found.pair = {std::min(flow.from, flow.to), std::max(flow.from, flow.to)};
    found.slow.push_back(number);
  }
  if (pairs.empty()) return pairs;
  for (std::size_t number = 0; number < evidence.flows().size(); ++number) {
    const Flow& flow = evidence.flows()[number];
    const auto found = pairs.find(key_of(flow));
    if (found == pairs.end()) continue;
    Lane& lane = found->second.lanes[{flow.rail, flow.from == found->second.pair.b}];
    ++lane.flows;
    if (evidence.state(number) == Evidence::State::slow) ++lane.slow;
  }
  return pairs;
}

double middle_ratio(const Evidence& evidence, const std::vector<std::uint32_t>& flows) {
  std::vector<double> ratios;
  ratios.reserve(flows.size());
  for (const std::uint32_t flow : flows) ratios.push_back(evidence.ratio(flow));
  return median(ratios);
}

BadPair describe(const Evidence& evidence, const Found& found) {
  BadPair bad{.pair = found.pair};
  bool forth = false;
  bool back = false;
  std::vector<std::int32_t> rails;
  for (const auto& [where, lane] : found.lanes) {
    if (lane.slow == 0 || lane.slow < lane.flows) continue;
    (where.second ? back : forth) = true;
    rails.push_back(where.first);
  }
  const bool one_rail = std::all_of(rails.begin(), rails.end(),
                                    [&](std::int32_t rail) { return rail == rails.front(); });
  if (one_rail) bad.rail = rails.front();
  if (forth != back) bad.way = Way::sending;
  if (back && !forth) std::swap(bad.pair.a, bad.pair.b);
  bad.flows = found.slow;
  bad.ratio = middle_ratio(evidence, bad.flows);
  return bad;
}

enum class Standing { bad, open, unsteady, let_off };

Standing standing(const Found& found) {
  bool is_open = false;
  bool unsteady = false;
  for (const auto& [where, lane] : found.lanes) {
    if (lane.slow > 0 && lane.slow == lane.flows) {
      if (lane.flows >= kMeasurementsOfAPair) return Standing::bad;
      is_open = true;
    } else if (2 * lane.slow > lane.flows) {
      (lane.flows >= kMeasurementsToDoubt ? unsteady : is_open) = true;
    }
  }
  if (is_open) return Standing::open;
  return unsteady ? Standing::unsteady : Standing::let_off;
}

}  // namespace

PairFindings judge_pairs(const Evidence& evidence) {
  std::vector<Found> pairs;
  for (auto& [key, found] : collect(evidence)) pairs.push_back(std::move(found));
  // Many slow flows at once are no accident; ties by name, so that runs can be repeated.
  std::sort(pairs.begin(), pairs.end(), [](const Found& one, const Found& other) {
    if (one.slow.size() != other.slow.size()) return one.slow.size() > other.slow.size();
    return std::pair(one.pair.a, one.pair.b) < std::pair(other.pair.a, other.pair.b);
  });
  PairFindings findings;
  for (const Found& found : pairs) {
    switch (standing(found)) {
      case Standing::bad:
        findings.bad.push_back(describe(evidence, found));
        break;
      case Standing::open:
        findings.open.push_back(found.pair);
        break;
      case Standing::unsteady:
        findings.unsteady.push_back(found.pair);
        break;
      case Standing::let_off:
        break;
    }
  }
  return findings;
}

}  // namespace assay::locate
