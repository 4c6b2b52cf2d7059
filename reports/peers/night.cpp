#include "reports/peers/night.hpp"

#include <string>

#include "core/error.hpp"

namespace assay {
namespace {

void require_night(bool fits, const std::string& what) {
  if (!fits) throw Error("a night's " + what);
}

void require_words(const NodeWords& words, const std::string& what, std::size_t nodes) {
  if (words.words.empty() && words.word_of.empty()) return;
  require_night(words.word_of.size() == nodes, what + " has not one entry a node");
  for (const std::uint32_t word : words.word_of)
    require_night(word == NodeWords::kNotSaid || word < words.words.size(),
                  what + " names a word that it does not have");
}

}  // namespace

const std::string& NodeWords::of(std::size_t node) const {
  static const std::string none;
  if (node >= word_of.size() || word_of[node] == kNotSaid) return none;
  return words[word_of[node]];
}

void require_shape(const Night& night) {
  const std::size_t nodes = night.nodes();
  require_night(night.serials.empty() || night.serials.size() == nodes,
                "serials are not one a node");
  require_words(night.sku, "sku", nodes);
  require_words(night.rack, "rack", nodes);
  require_words(night.leaf, "leaf", nodes);
  require_words(night.su, "su", nodes);
  for (const NodeWords& words : night.identity) require_words(words, words.name, nodes);
  for (const NightSlot& slot : night.slots)
    require_night(slot.serials.empty() || slot.serials.size() == nodes,
                  "slot " + slot.label + " has not one serial a node");
  for (const NightColumn& column : night.columns)
    require_night(column.slot < night.slots.size(),
                  "column " + column.test + "." + column.metric + " has a slot past the list");
  require_night(night.values.size() == night.columns.size() * nodes,
                "matrix is not columns x nodes");
  for (const NightDigests& digests : night.digests) {
    require_night(digests.slot < night.slots.size(), "digests of " + digests.test + " lack a slot");
    require_night(digests.digest.size() == nodes && digests.present.size() == nodes,
                  "digests of " + digests.test + " are not one a node");
  }
}

}  // namespace assay
