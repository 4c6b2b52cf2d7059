#include "reports/fleet/night_merger.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

#include "reports/fleet/word_list.hpp"

namespace assay::fleet {
namespace {

/// For each part, the number that its columns have in the night.
template <class Merge>
std::vector<std::vector<std::uint32_t>> renumbered(const std::vector<NightRows>& parts,
                                                   const std::vector<RowColumn> NightRows::*of,
                                                   Merge merge) {
  std::vector<std::vector<std::uint32_t>> numbers(parts.size());
  Numbering numbering;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    numbers[p].reserve((parts[p].*of).size());
    for (const RowColumn& column : parts[p].*of) {
      const auto [number, fresh] = numbering.of(column.key);
      if (fresh) merge(column);
      numbers[p].push_back(number);
    }
  }
  return numbers;
}

}  // namespace

std::uint32_t NightMerger::slot_of(const std::string& label, const std::string& kind) {
  const auto [number, fresh] = slot_numbers_.of(label);
  if (fresh) night_.slots.push_back({label, kind, {}});
  return number;
}

void NightMerger::pick(const std::vector<NightRows>& parts) {
  for (std::size_t p = 0; p < parts.size(); ++p)
    for (const NightRows::Row& row : parts[p].rows_)
      if (keep_.at(row.name)) picked_.push_back({&parts[p], &row, p});
  std::sort(picked_.begin(), picked_.end(),
            [](const Picked& a, const Picked& b) { return a.row->name < b.row->name; });
}

void NightMerger::name_nodes(std::vector<std::size_t>& names) {
  const std::size_t n = picked_.size();
  WordList sku(night_.sku, n);
  night_.sku.name = "sku";
  std::map<std::string, std::uint32_t> lists;
  for (const Picked& node : picked_)
    for (const NightWord& word : node.part->machines_[node.row->machine].identity)
      lists.emplace(word.name, 0);
  for (auto& [name, list] : lists) {
    list = static_cast<std::uint32_t>(night_.identity.size());
    night_.identity.push_back({name, {}, {}});
  }
  std::deque<WordList> identity;
  for (NodeWords& words : night_.identity) identity.emplace_back(words, n);
  for (std::size_t node = 0; node < n; ++node) {
    const NightRows::Row& row = *picked_[node].row;
    const NightRows::Machine& machine = picked_[node].part->machines_[row.machine];
    names.push_back(row.name);
    night_.hostnames.push_back(row.hostname);
    night_.serials.push_back(row.serial);
    night_.dates.push_back(row.date);
    sku.set(node, machine.sku);
    for (const NightWord& word : machine.identity)
      identity[lists.at(word.name)].set(node, word.word);
  }
  place_nodes(night_, site_);
}

std::vector<std::size_t> NightMerger::counts(const std::vector<std::vector<std::uint32_t>>& numbers,
                                             std::size_t columns) const {
  std::vector<std::size_t> counts(columns);
  for (const auto& [part, row, index] : picked_)
    for (const std::uint32_t column : part->lists_[row->columns]) ++counts[numbers[index][column]];
  return counts;
}

void NightMerger::fill_values(const std::vector<NightRows>& parts) {
  std::vector<const RowColumn*> all;
  const auto numbers = renumbered(parts, &NightRows::columns_,
                                  [&](const RowColumn& column) { all.push_back(&column); });
  // What hardly anybody has, nobody can be compared in; and a column costs a number for each node.
  const std::vector<std::size_t> holders = counts(numbers, all.size());
  std::vector<std::size_t> kept(all.size(), all.size());
  for (std::size_t c = 0; c < all.size(); ++c) {
    if (holders[c] < fewest_holders_) continue;
    kept[c] = night_.columns.size();
    night_.columns.push_back(all[c]->column);
    night_.columns.back().slot = slot_of(all[c]->slot, all[c]->kind);
  }
  const std::size_t n = picked_.size();
  night_.values.assign(night_.columns.size() * n, std::nanf(""));
  for (std::size_t node = 0; node < n; ++node) {
    const auto& [part, row, index] = picked_[node];
    std::size_t at = row->first_value;
    for (const std::uint32_t column : part->lists_[row->columns]) {
      const std::size_t number = kept[numbers[index][column]];
      const float value = part->values_[at++];
      if (number != all.size()) night_.values[number * n + node] = value;
    }
  }
}

void NightMerger::fill_votes(const std::vector<NightRows>& parts) {
  const std::size_t n = picked_.size();
  const auto numbers = renumbered(parts, &NightRows::vote_columns_, [&](const RowColumn& column) {
    night_.digests.push_back({column.column.test, column.column.metric,
                              slot_of(column.slot, column.kind), std::vector<std::uint64_t>(n),
                              std::vector<std::uint8_t>(n)});
  });
  for (std::size_t node = 0; node < n; ++node) {
    const auto& [part, row, index] = picked_[node];
    for (std::size_t v = 0; v < row->votes; ++v) {
      const NightRows::Vote& vote = part->votes_[row->first_vote + v];
      NightDigests& digests = night_.digests[numbers[index][vote.column]];
      digests.digest[node] = vote.digest;
      digests.present[node] = 1;
    }
  }
}

void NightMerger::fill_serials() {
  for (std::size_t node = 0; node < picked_.size(); ++node) {
    const NightRows& part = *picked_[node].part;
    std::size_t at = picked_[node].row->first_serial;
    for (const auto& [label, kind] : part.slots_[picked_[node].row->slots]) {
      NightSlot& slot = night_.slots[slot_of(label, kind)];
      slot.serials.resize(picked_.size());
      slot.serials[node] = part.serials_[at++];
    }
  }
}

Night NightMerger::merge(const std::vector<NightRows>& parts, std::vector<std::size_t>& names) {
  pick(parts);
  name_nodes(names);
  fill_values(parts);
  fill_votes(parts);
  fill_serials();
  return std::move(night_);
}

}  // namespace assay::fleet
