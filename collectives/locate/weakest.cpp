#include <algorithm>
#include <cmath>
#include <set>

#include "collectives/locate/effects.hpp"
#include "collectives/locate/findings.hpp"

namespace assay::locate {
namespace {

constexpr std::size_t kNamed = 5;
/// A median of n normal values scatters by this over the root of n.
constexpr double kMedianError = 1.2533141373155003;
constexpr double kDeviations = 6;
constexpr double kLeast = 0.02;

}  // namespace

std::vector<Weak> weakest(const Evidence& evidence, const std::vector<Culprit>& culprits) {
  const Fabric& fabric = evidence.fabric();
  std::set<std::int32_t> named;
  for (const Culprit& culprit : culprits) named.insert(culprit.nodes.begin(), culprit.nodes.end());
  const Effects effects = polish(fabric, evidence.baseline(), evidence.flows());
  // Of few flows the effects take up some of the noise: what is left looks quieter than it is.
  const double noise = std::max(effects.residual, evidence.baseline().noise);
  std::vector<Weak> weak;
  for (std::int32_t adapter = 0; adapter < fabric.adapters(); ++adapter) {
    const std::int32_t node = adapter / fabric.rails;
    if (named.contains(node)) continue;
    for (const Way way : {Way::sending, Way::receiving}) {
      const auto cells = evidence.cells().end(adapter, way);
      const auto flows = evidence.passing(cells[0]).size() + evidence.passing(cells[1]).size();
      if (flows == 0) continue;
      const double chance =
          kDeviations * kMedianError * noise / std::sqrt(static_cast<double>(flows));
      const double ratio =
          (way == Way::sending ? effects.sending
                               : effects.receiving)[static_cast<std::size_t>(adapter)];
      if (1 - ratio > std::max(kLeast, chance))
        weak.push_back({node, adapter % fabric.rails, way, ratio});
    }
  }
  std::stable_sort(weak.begin(), weak.end(),
                   [](const Weak& one, const Weak& other) { return one.ratio < other.ratio; });
  if (weak.size() > kNamed) weak.resize(kNamed);
  return weak;
}

}  // namespace assay::locate
