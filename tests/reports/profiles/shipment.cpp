#include <map>
#include <utility>

#include "tests/reports/profiles/good_node.hpp"

namespace assay::test {

std::int64_t nodes_of(const Limit& limit) {
  const auto nodes = limit.when.find("nodes");
  return nodes == limit.when.end() ? 1 : std::get<std::int64_t>(nodes->second);
}

const Shipment& shipment(const Chip& chip) {
  static const std::map<std::string, Shipment> all = [] {
    std::map<std::string, Shipment> made;
    for (const Chip& one : chips()) {
      Profile profile = load_profile(one.profile);
      Report good = good_node(one, profile);
      made[one.profile] = {std::move(profile), std::move(good)};
    }
    return made;
  }();
  return all.at(chip.profile);
}

}  // namespace assay::test
