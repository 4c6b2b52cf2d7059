#include "reports/peers/night.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "core/error.hpp"

namespace assay {
namespace {

[[noreturn]] void misshapen(const std::string& what) { throw Error("a night's " + what); }

void require_words(const NodeWords& words, const char* what, std::size_t nodes) {
  if (words.words.empty() && words.word_of.empty()) return;
  if (words.word_of.size() != nodes) misshapen(std::string(what) + " has not one entry a node");
  for (const std::uint32_t word : words.word_of)
    if (word != NodeWords::kNotSaid && word >= words.words.size())
      misshapen(std::string(what) + " names a word that it does not have");
}

void require_columns(const Night& night) {
  for (const NightColumn& column : night.columns)
    if (column.slot >= night.slots.size())
      misshapen("column " + column.test + "." + column.metric + " has a slot past the list");
  if (night.values.size() != night.columns.size() * night.nodes())
    misshapen("matrix is not columns x nodes");
}

}  // namespace

const std::string& NodeWords::of(std::size_t node) const {
  static const std::string none;
  if (node >= word_of.size() || word_of[node] == kNotSaid) return none;
  return words[word_of[node]];
}

float night_value(double value) noexcept {
  constexpr float most = std::numeric_limits<float>::max();
  if (std::abs(value) > most)
    return std::copysign(std::numeric_limits<float>::infinity(), value > 0 ? 1.0F : -1.0F);
  return static_cast<float>(value);
}

const std::string& hardware_in(const Night& night, std::uint32_t slot, std::size_t node) {
  static const std::string none;
  const std::vector<std::string>& serials = night.slots[slot].serials;
  if (!serials.empty()) return serials[node];
  return night.serials.empty() || night.slots[slot].kind != "node" ? none : night.serials[node];
}

void require_shape(const Night& night) {
  const std::size_t nodes = night.nodes();
  if (!night.serials.empty() && night.serials.size() != nodes)
    misshapen("serials are not one a node");
  if (!night.dates.empty() && night.dates.size() != nodes) misshapen("dates are not one a node");
  require_words(night.sku, "sku", nodes);
  require_words(night.rack, "rack", nodes);
  require_words(night.leaf, "leaf", nodes);
  require_words(night.su, "su", nodes);
  for (const NodeWords& words : night.identity) require_words(words, words.name.c_str(), nodes);
  for (const NightSlot& slot : night.slots)
    if (!slot.serials.empty() && slot.serials.size() != nodes)
      misshapen("slot " + slot.label + " has not one serial a node");
  require_columns(night);
  for (const NightDigests& digests : night.digests) {
    if (digests.slot >= night.slots.size())
      misshapen("digests of " + digests.test + " lack a slot");
    if (digests.digest.size() != nodes || digests.present.size() != nodes)
      misshapen("digests of " + digests.test + " are not one a node");
  }
}

}  // namespace assay
