#include "reports/importers/nccl/cast.hpp"

#include <algorithm>
#include <map>

namespace assay::nccl_tests {

Cast cast_of(const NcclRun& run, std::optional<int> ranks) {
  Cast cast;
  std::map<std::string, std::size_t> place;
  for (const Rank& rank : run.ranks) {
    const auto [at, fresh] = place.try_emplace(rank.host, cast.nodes.size());
    if (fresh) cast.nodes.emplace_back().hostname = rank.host;
    auto& gpus = cast.nodes[at->second].gpus;
    const bool known = std::any_of(gpus.begin(), gpus.end(),
                                   [&](const Gpu& gpu) { return gpu.index == rank.device; });
    Gpu gpu{.index = rank.device, .name = rank.name};
    if (rank.pci.find(':') != std::string::npos) gpu.pci = rank.pci + ".0";
    if (!known) gpus.push_back(std::move(gpu));
  }
  if (cast.nodes.size() == 1) {
    for (const Gpu& gpu : cast.nodes[0].gpus)
      cast.subjects.push_back({.kind = "gpu", .index = gpu.index});
    return cast;
  }
  Subject group{.kind = "group", .ranks = ranks};
  for (const Node& node : cast.nodes) group.nodes.push_back(node.hostname);
  cast.subjects.push_back(std::move(group));
  return cast;
}

}  // namespace assay::nccl_tests
