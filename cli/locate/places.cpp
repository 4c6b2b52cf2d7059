#include "cli/locate/places.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "core/error.hpp"
#include "reports/profile/file.hpp"

namespace assay {
namespace {

using locate::Attachment;
using locate::Fabric;

/// Numbers for names, in the order they are first seen.
class Leaves {
 public:
  explicit Leaves(std::vector<std::string>& names) : names_(names) {}
  std::int32_t number(const std::string& name) {
    const auto [known, is_new] = numbers_.emplace(name, static_cast<std::int32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    return known->second;
  }

 private:
  std::vector<std::string>& names_;
  std::unordered_map<std::string, std::int32_t> numbers_;
};

/// "leaf l2", "rack r7", "" where the site file does not say.
std::string leaf_of(const SiteHost& host, std::int32_t rail) {
  if (static_cast<std::size_t>(rail) < host.rails.size())
    return "leaf " + host.rails[static_cast<std::size_t>(rail)];
  if (!host.place.leaf.empty()) return "leaf " + host.place.leaf;
  return host.place.rack.empty() ? "" : "rack " + host.place.rack;
}

using ByHost = std::map<std::string, std::vector<const Attachment*>>;

/// Shorter names first: mlx5_9 comes before mlx5_10.
ByHost by_host(const std::vector<Attachment>& attachments) {
  ByHost hosts;
  for (const Attachment& attachment : attachments) hosts[attachment.host].push_back(&attachment);
  for (auto& [host, adapters] : hosts)
    std::stable_sort(
        adapters.begin(), adapters.end(), [](const Attachment* one, const Attachment* other) {
          return std::pair(one->nic.size(), one->nic) < std::pair(other->nic.size(), other->nic);
        });
  return hosts;
}

const Attachment* adapter(const ByHost& hosts, const std::string& name, std::int32_t rail) {
  auto host = hosts.find(name);
  if (host == hosts.end()) host = hosts.find(name.substr(0, name.find('.')));
  if (host == hosts.end()) return nullptr;
  const std::vector<const Attachment*>& adapters = host->second;
  if (adapters.front()->nic.empty()) return adapters.front();
  const auto at = static_cast<std::size_t>(rail);
  return at < adapters.size() ? adapters[at] : nullptr;
}

}  // namespace

Fabric place(const std::vector<std::string>& hosts, std::int32_t rails, const Site* site,
             const std::vector<Attachment>* attachments) {
  Fabric fabric;
  fabric.nodes = hosts;
  fabric.rails = rails;
  if (site == nullptr && attachments == nullptr) return fabric;
  locate::Topology& topology = fabric.topology;
  Leaves leaves(topology.leaves);
  const ByHost plugged = attachments == nullptr ? ByHost{} : by_host(*attachments);
  for (const std::string& host : hosts) {
    const SiteHost* known = site == nullptr ? nullptr : site->find(host);
    for (std::int32_t rail = 0; rail < rails; ++rail) {
      const Attachment* nic = adapter(plugged, host, rail);
      std::string leaf;
      if (nic != nullptr)
        leaf = "leaf " + nic->leaf;
      else if (known != nullptr)
        leaf = leaf_of(*known, rail);
      topology.leaf_of.push_back(leaf.empty() ? -1 : leaves.number(leaf));
      topology.port_of.push_back(nic == nullptr ? "" : nic->port);
    }
  }
  return fabric;
}

std::optional<std::vector<locate::Attachment>> load_attachments(const std::string& path) {
  if (path.empty()) return std::nullopt;
  const std::optional<std::string> text = read_configuration(path);
  if (!text) throw InputError(path, 0, "", "cannot be opened");
  return locate::read_topology(*text, path);
}

}  // namespace assay
