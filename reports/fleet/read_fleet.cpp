#include "reports/fleet/read_fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <unordered_map>

#include "reports/catalogue/make_reason.hpp"
#include "reports/fleet/gatherer.hpp"
#include "reports/fleet/in_threads.hpp"
#include "reports/fleet/night_merger.hpp"

namespace assay::fleet {
namespace {

/// Where the find of one gatherer stands among all.
struct Find {
  InputPlace place;
  std::size_t gatherer, index;
};

std::vector<Find> in_order(const std::deque<Gatherer>& gatherers) {
  std::vector<Find> finds;
  for (std::size_t g = 0; g < gatherers.size(); ++g)
    for (std::size_t i = 0; i < gatherers[g].found.size(); ++i)
      finds.push_back({gatherers[g].found[i].place, g, i});
  std::sort(finds.begin(), finds.end(),
            [](const Find& a, const Find& b) { return a.place < b.place; });
  return finds;
}

/// A report of another night, of a machine of another name or with faults planted says nothing of
/// what peers should measure tonight.
bool is_comparable(const FleetNode& node) {
  return node.readable &&
         std::none_of(node.reasons.begin(), node.reasons.end(), [](const Reason& reason) {
           return reason.id == "injected" || reason.id == "stale" || reason.id == "from-future" ||
                  reason.id == "bad-time" || reason.id == "wrong-machine";
         });
}

void name_empty(const std::vector<std::string>& paths, const std::vector<Find>& finds,
                std::vector<FleetNode>& nodes) {
  std::vector<bool> found(paths.size());
  for (const Find& find : finds) found[find.place.root] = true;
  for (std::size_t root = 0; root < paths.size(); ++root)
    if (!found[root]) nodes.push_back(unreadable_node(paths[root], "holds no report"));
}

}  // namespace

std::vector<bool> name_duplicates(std::vector<FleetNode>& nodes) {
  std::unordered_map<std::string, std::vector<std::size_t>> by_name;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].readable && !nodes[i].fabric) by_name[nodes[i].name].push_back(i);
  std::vector<bool> single(nodes.size(), true);
  for (const auto& [name, same] : by_name) {
    if (same.size() == 1) continue;
    for (const std::size_t i : same) {
      const std::size_t other = i == same.front() ? same.back() : same.front();
      nodes[i].add(
          make_reason("duplicate-node", fmt::format("{} reports are of {}, another one is {}",
                                                    same.size(), name, nodes[other].source)));
      single[i] = false;
    }
  }
  return single;
}

FleetRead read_fleet(Supply& supply, const std::vector<std::string>& paths,
                     const Criteria& criteria, const Site* site, std::size_t threads) {
  std::deque<Gatherer> gatherers;
  for (std::size_t i = 0; i < threads; ++i) gatherers.emplace_back(criteria);
  in_threads(threads, [&](std::size_t i) {
    while (const std::optional<Piece> piece = supply.next()) gatherers[i].take(*piece);
  });

  FleetRead fleet;
  const std::vector<Find> finds = in_order(gatherers);
  std::vector<std::vector<std::size_t>> names(threads);
  for (std::size_t g = 0; g < threads; ++g) names[g].resize(gatherers[g].found.size());
  fleet.nodes.reserve(finds.size());
  for (const Find& find : finds) {
    names[find.gatherer][find.index] = fleet.nodes.size();
    fleet.nodes.push_back(std::move(gatherers[find.gatherer].found[find.index].node));
  }
  name_empty(paths, finds, fleet.nodes);

  std::vector<bool> keep = name_duplicates(fleet.nodes);
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = keep[i] && is_comparable(fleet.nodes[i]);
  std::vector<NightRows> parts;
  for (std::size_t g = 0; g < threads; ++g) {
    fleet.by_shape += gatherers[g].by_shape;
    gatherers[g].rows.rename(names[g]);
    parts.push_back(std::move(gatherers[g].rows));
    std::move(gatherers[g].links.begin(), gatherers[g].links.end(),
              std::back_inserter(fleet.links));
  }
  fleet.night = NightMerger(keep, site, criteria.fewest_holders).merge(parts, fleet.node_of);
  return fleet;
}

}  // namespace assay::fleet
