#include "reports/peers/parts/families.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace assay::peers {

std::vector<Family> families(const Night& night) {
  using Key = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view,
                         std::string_view, Unit, Better>;
  std::map<Key, std::size_t> known;
  std::vector<Family> all;
  for (std::size_t i = 0; i < night.columns.size(); ++i) {
    const NightColumn& column = night.columns[i];
    const Key key{
        column.test, column.metric, column.params, column.statistic, night.slots[column.slot].kind,
        column.unit, column.better};
    const auto [at, is_new] = known.try_emplace(key, all.size());
    if (is_new) all.emplace_back();
    all[at->second].columns.push_back(static_cast<std::uint32_t>(i));
  }
  return all;
}

std::vector<Group> groups(const Night& night) {
  std::map<std::uint32_t, Group> by_sku;
  for (std::size_t node = 0; node < night.nodes(); ++node) {
    const std::uint32_t sku =
        night.sku.word_of.empty() ? NodeWords::kNotSaid : night.sku.word_of[node];
    Group& group = by_sku[sku];
    group.sku = sku;
    group.nodes.push_back(static_cast<std::uint32_t>(node));
  }
  std::vector<Group> all;
  all.reserve(by_sku.size());
  for (auto& [sku, group] : by_sku) all.push_back(std::move(group));
  return all;
}

Partition partition(const NodeWords& words, const Group& group) {
  Partition parts{.words = &words};
  if (words.word_of.empty()) return parts;
  std::vector<std::uint32_t> class_of(words.words.size() + 1, NodeWords::kNotSaid);
  for (std::size_t i = 0; i < group.nodes.size(); ++i) {
    const std::uint32_t word = words.word_of[group.nodes[i]];
    std::uint32_t& at = class_of[word == NodeWords::kNotSaid ? words.words.size() : word];
    if (at == NodeWords::kNotSaid) {
      at = static_cast<std::uint32_t>(parts.classes.size());
      parts.classes.push_back({.word = word});
    }
    parts.classes[at].members.push_back(static_cast<std::uint32_t>(i));
  }
  std::stable_sort(parts.classes.begin(), parts.classes.end(), [](const auto& a, const auto& b) {
    return a.members.size() > b.members.size();
  });
  return parts;
}

}  // namespace assay::peers
