#pragma once
#include <string>

#include "reports/fleet/numbering.hpp"
#include "reports/peers/night.hpp"
#include "reports/site.hpp"

namespace assay::fleet {

/// Fills one list of words of a night, node by node.
class WordList {
 public:
  WordList(NodeWords& words, std::size_t nodes) : words_(words), nodes_(nodes) {}
  /// An empty word is none: a list in which nobody says one stays empty.
  void set(std::size_t node, const std::string& word) {
    if (word.empty()) return;
    words_.word_of.resize(nodes_, NodeWords::kNotSaid);
    const auto [number, fresh] = numbers_.of(word);
    if (fresh) words_.words.push_back(word);
    words_.word_of[node] = number;
  }

 private:
  NodeWords& words_;
  std::size_t nodes_;
  Numbering numbers_;
};

/// Says where the nodes of `night` stand.
inline void place_nodes(Night& night, const Site* site) {
  WordList rack(night.rack, night.nodes());
  WordList leaf(night.leaf, night.nodes());
  WordList su(night.su, night.nodes());
  night.rack.name = "rack";
  night.leaf.name = "leaf";
  night.su.name = "scalable unit";
  for (std::size_t node = 0; site != nullptr && node < night.nodes(); ++node) {
    const SiteHost* host = site->find(night.hostnames[node]);
    if (host == nullptr) continue;
    rack.set(node, host->place.rack);
    leaf.set(node, host->place.leaf);
    su.set(node, host->place.su);
  }
}

}  // namespace assay::fleet
