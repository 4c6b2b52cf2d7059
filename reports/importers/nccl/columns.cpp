#include "reports/importers/nccl/columns.hpp"

#include <algorithm>
#include <span>

#include "core/text.hpp"

namespace assay::nccl_tests {
namespace {

using Words = std::span<const std::string_view>;

bool has(Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<double> micro(std::string_view word) {
  const auto value = printed(word);
  return value ? std::optional(value->value) : std::nullopt;
}

/// Time, algorithm bandwidth, bus bandwidth, wrong elements.
std::optional<Figures> figures_in(Words words, const Columns& columns, std::string& why) {
  const auto time = printed(words[0]);
  const auto algorithm = printed(words[1]);
  const auto bus = printed(words[2]);
  if (!time || !algorithm || !bus || time->value < 0 || algorithm->value < 0 || bus->value < 0) {
    why = "time, algbw or busbw is no figure";
    return std::nullopt;
  }
  Figures figures{.time = *time, .algorithm = *algorithm, .bus = *bus};
  if (words[3] != "N/A") {
    const auto wrong = printed(words[3]);
    // A deviation may be NaN or infinite, which is as wrong as can be.
    if (!wrong && !columns.old_error) why = "#wrong is no count";
    if (wrong && wrong->value < 0) why = "less than nothing is wrong";
    if (!wrong && columns.old_error) figures.wrong = 1;
    if (wrong) (columns.old_error ? figures.error : figures.wrong) = wrong->value;
    if (!why.empty()) return std::nullopt;
  }
  if (columns.per_iteration) {
    figures.least_time = micro(words[4]);
    figures.most_time = micro(words[5]);
    figures.p99_time = micro(words[6]);
    if (!figures.least_time || !figures.most_time || !figures.p99_time)
      why = "a time of the iterations is no figure";
  }
  return why.empty() ? std::optional(figures) : std::nullopt;
}

bool is_word(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0;
}

/// Size, count, type, and what may stand behind them.
bool take_head(Words words, const Columns& columns, Row& row, std::string& why) {
  const auto bytes = whole_number(words[0]);
  const auto count = whole_number(words[1]);
  if (!bytes || !count || *bytes < 0 || *count < 0 || !is_word(words[2])) {
    why = "size, count or type is missing";
    return false;
  }
  row.bytes = *bytes;
  row.count = *count;
  row.type = words[2];
  Words rest = words.subspan(3);
  if (!rest.empty() && is_word(rest.front())) {
    row.reduction = rest.front();
    rest = rest.subspan(1);
  }
  // Versions that print no root leave the reduction blank where there is none.
  if (columns.has_reduction && columns.has_root && row.reduction.empty()) why = "redop is missing";
  if (columns.has_root) {
    const auto root = rest.empty() ? std::nullopt : whole_number(rest.front());
    if (!root) why = "root is missing";
    if (root && *root >= 0) row.root = root;
    if (root) rest = rest.subspan(1);
  }
  if (why.empty() && !rest.empty()) why = "there are more columns than the header names";
  return why.empty();
}

}  // namespace

std::optional<Columns> columns_in(std::string_view line) {
  const auto all = words_of(line);
  const Words words(all);
  if (words.empty() || words[0] != "#" || !has(words, "size") || !has(words, "count") ||
      !has(words, "algbw") || !has(words, "busbw"))
    return std::nullopt;
  return Columns{.has_reduction = has(words, "redop"),
                 .has_root = has(words, "root"),
                 .old_error = has(words, "error"),
                 .cpu_time = has(words, "cputime"),
                 .per_iteration = has(words, "i_min"),
                 .timestamp = has(words, "timestamp")};
}

bool looks_like_row(std::string_view line) noexcept {
  const auto begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return false;
  const auto end = line.find_first_of(" \t", begin);
  const std::string_view word = line.substr(begin, end - begin);
  const bool digits =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && (end != std::string_view::npos || begin > 0);
}

std::optional<Row> row_in(std::string_view line, const Columns& columns, std::string& why) {
  const auto all = words_of(line);
  Words words(all);
  const std::size_t measured = 2 * columns.half() + (columns.timestamp ? 2 : 0);
  constexpr std::size_t shortest = 3;
  why.clear();
  if (words.size() < measured + shortest) {
    why = std::to_string(words.size()) + " columns are too few";
    return std::nullopt;
  }
  Row row;
  if (!take_head(words.first(words.size() - measured), columns, row, why)) return std::nullopt;
  words = words.last(measured);
  row.out_of_place = figures_in(words.first(columns.half()), columns, why);
  if (row.out_of_place)
    row.in_place = figures_in(words.subspan(columns.half(), columns.half()), columns, why);
  if (!why.empty()) return std::nullopt;
  return row;
}

}  // namespace assay::nccl_tests
