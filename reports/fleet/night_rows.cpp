#include "reports/fleet/night_rows.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "reports/history/identity.hpp"

namespace assay::fleet {
namespace {

/// Stands in no name that a report gives.
constexpr char kBetween = '\x1f';

std::string key_of(const RowColumn& column) {
  const NightColumn& c = column.column;
  return fmt::format("{}{}{}{}{}{}{}{}{}{}{}{}{}", c.test, kBetween, c.metric, kBetween, c.params,
                     kBetween, c.statistic, kBetween, static_cast<int>(c.unit), kBetween,
                     static_cast<int>(c.better), kBetween, column.slot);
}

std::optional<std::uint64_t> digest_of(std::string_view text) {
  constexpr int hexadecimal = 16;
  if (text.starts_with("0x")) text.remove_prefix(2);
  std::uint64_t digest = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), digest, hexadecimal);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return digest;
}

}  // namespace

std::uint32_t NightRows::column_of(const NightValue& value) {
  RowColumn column{value.column, value.slot, value.kind, ""};
  column.key = key_of(column);
  const auto [number, fresh] = column_numbers_.of(column.key);
  if (fresh) columns_.push_back(std::move(column));
  return number;
}

std::uint32_t NightRows::vote_column_of(const NightVote& vote, std::int64_t seed) {
  RowColumn column{{.test = vote.test, .metric = fmt::format("{}, seed {}", vote.key, seed)},
                   vote.slot,
                   vote.kind,
                   ""};
  column.key = key_of(column);
  const auto [number, fresh] = vote_numbers_.of(column.key);
  if (fresh) vote_columns_.push_back(std::move(column));
  return number;
}

std::uint32_t NightRows::machine_of(const Node& node) {
  Machine machine{sku_of(node), identity_words(node)};
  std::string key = machine.sku;
  for (const NightWord& word : machine.identity) key += kBetween + word.name + kBetween + word.word;
  const auto [number, fresh] = machine_numbers_.of(key);
  if (fresh) machines_.push_back(std::move(machine));
  return number;
}

NightRows::Layout NightRows::layout(const Report& report, const Asked& asked) {
  Layout layout;
  std::vector<std::uint32_t> columns;
  std::string key;
  for (const NightValue& value : night_values(report, asked)) {
    columns.push_back(column_of(value));
    layout.values.push_back(value.value);
    key += fmt::format("{},", columns.back());
  }
  const auto [list, fresh] = list_numbers_.of(key);
  if (fresh) lists_.push_back(std::move(columns));
  layout.columns = list;
  layout.machine = machine_of(report.node);
  layout.votes = night_votes(report);
  layout.slots = static_cast<std::uint32_t>(slots_.size());
  layout.parts = night_parts(report);
  auto& slots = slots_.emplace_back();
  for (const NightPart& part : layout.parts) slots.emplace_back(part.slot, part.kind);
  if (layout.slots > 0 && slots_[layout.slots - 1] == slots) {
    slots_.pop_back();
    --layout.slots;
  }
  return layout;
}

void NightRows::add(const Layout& layout, const Report& report, std::size_t name) {
  rows_.push_back({.name = name,
                   .columns = layout.columns,
                   .slots = layout.slots,
                   .machine = layout.machine,
                   .first_value = values_.size(),
                   .first_serial = serials_.size(),
                   .first_vote = votes_.size(),
                   .hostname = report.node.hostname,
                   .serial = history::key_of(report.node),
                   .date = history::parse_night(report.run.started).value_or(0)});
  for (const std::optional<double>* value : layout.values)
    values_.push_back(*value ? night_value(**value) : std::nanf(""));
  for (const NightPart& part : layout.parts)
    serials_.push_back(part.gpu != nullptr ? history::key_of(*part.gpu)
                                           : history::key_of(*part.nic));
  for (const NightVote& vote : layout.votes)
    if (const std::optional<std::uint64_t> digest = digest_of(*vote.digest))
      votes_.push_back({vote_column_of(vote, report.run.seed), *digest});
  rows_.back().votes = votes_.size() - rows_.back().first_vote;
}

}  // namespace assay::fleet
