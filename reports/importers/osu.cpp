#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/importers/common/command.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/printed.hpp"
#include "reports/importers/common/ranks.hpp"
#include "reports/importers/osu/vocabulary.hpp"

namespace assay {
namespace {

using osu::Column;
using osu::column_of;
using osu::test_of;

constexpr double kMega = 1e6;

struct Row {
  std::size_t line = 0;
  std::size_t width = 0;
  std::vector<std::string> words;
};

struct Table {
  std::size_t line = 0;
  std::string title, version;
  std::map<std::string, std::string> facts;
  std::vector<std::string> columns;  ///< as the header has them; empty: no header yet
  std::vector<Row> rows;
};

/// Words that two or more blanks separate.
std::vector<std::string> titles_in(std::string_view line) {
  std::vector<std::string> titles;
  while (!line.empty()) {
    const auto end = line.find("  ");
    const std::string_view title = trimmed(line.substr(0, end));
    if (!title.empty()) titles.emplace_back(title);
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 2);
  }
  return titles;
}

class OsuReader {
 public:
  explicit OsuReader(const LogText& text) : text_(text) {
    imported_.unread = text.unread;
    imported_.command = command_in(text, "osu_");
    for (const LogLine& line : text.lines) take(line.number, line.text);
  }
  [[nodiscard]] Imported imported() &&;

 private:
  void take(std::size_t number, std::string_view line);
  void take_title(std::size_t number, std::string_view words);
  void take_header(std::size_t number, std::string_view words);
  void take_row(std::size_t number, std::string_view line);
  void add_table(const Table& table);
  void add_result(const Table& table, const Row& row);
  void check(const Table& table, const Row& row, Result& result) const;
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  const LogText& text_;
  Imported imported_;
  std::vector<Table> tables_;
  std::map<std::string, std::int64_t> seen_;
};

/// "OSU MPI-CUDA Bandwidth Test v7.5"
void OsuReader::take_title(std::size_t number, std::string_view words) {
  Table& table = tables_.emplace_back();
  table.line = number;
  const auto test_at = words.rfind(" Test");
  const auto name_at = words.find(' ', 4) + 1;
  if (test_at == std::string_view::npos || name_at == 0 || name_at >= test_at)
    return unread(number, "a title that names no test");
  table.title = words.substr(name_at, test_at - name_at);
  table.version = trimmed(words.substr(test_at + 5));
  table.facts["library"] = words.substr(4, name_at - 5);
}

void OsuReader::take_header(std::size_t number, std::string_view words) {
  if (tables_.empty() || !tables_.back().columns.empty()) {
    tables_.push_back({.line = number});
    unread(number, "a table without a title");
  }
  tables_.back().columns = titles_in(words);
  for (const std::string& title : tables_.back().columns)
    if (column_of(title) == nullptr)
      unread(number, "\"" + title + "\" is a column that is not known");
}

void OsuReader::take_row(std::size_t number, std::string_view line) {
  Table& table = tables_.back();
  Row row{.line = number, .width = line.find_last_not_of(" \t") + 1};
  for (const std::string_view word : words_of(line)) row.words.emplace_back(word);
  if (row.words.size() != table.columns.size())
    return unread(number,
                  fmt::format("{} columns, not {}", row.words.size(), table.columns.size()));
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    const bool is_word = table.columns[i] == "Validation";
    const bool is_count = table.columns[i] == "Size" || table.columns[i] == "Iterations";
    const std::string& word = row.words[i];
    if (is_word ? word != "Pass" && word != "Fail" : decimal(word).value_or(-1) < 0)
      return unread(number, fmt::format("{} is no figure", table.columns[i]));
    if (is_count && !whole_number(word)) return unread(number, table.columns[i] + " is no count");
    // As many decimals as above: without its last digits a number is another one.
    if (!table.rows.empty() && !is_word &&
        rounding_of(word) != rounding_of(table.rows.front().words[i]))
      return unread(number, fmt::format("{} has not as many decimals as above", table.columns[i]));
  }
  table.rows.push_back(std::move(row));
}

void OsuReader::take(std::size_t number, std::string_view line) {
  const std::string_view text = trimmed(line);
  if (text.starts_with('#')) {
    const std::string_view words = trimmed(text.substr(1));
    if (words.starts_with("OSU "))
      take_title(number, words);
    else if (words.starts_with("Size ") || words.starts_with("Avg Latency(us)") ||
             words.starts_with("Overall(us)"))
      take_header(number, words);
    else if (!tables_.empty() && words.find(':') != std::string_view::npos)
      tables_.back().facts[std::string(trimmed(words.substr(0, words.find(':'))))] =
          trimmed(words.substr(words.find(':') + 1));
    return;
  }
  const bool digits = !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) != 0;
  if (!digits || tables_.empty()) return;
  if (!tables_.back().columns.empty())
    take_row(number, line);
  else
    unread(number, "a row without a header above it");
}

/// What a row says against itself.
void OsuReader::check(const Table& table, const Row& row, Result& result) const {
  const std::string where = at_line(text_.file, row.line, table.title);
  std::map<std::string, Printed> by_column;
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    const auto value = printed(row.words[i]);
    if (value) by_column[table.columns[i]] = *value;
    if (row.words[i] == "Fail")
      add_defect(result, {.what = "wrong elements in the result", .where = where});
  }
  const auto average = by_column.find("Avg Latency(us)");
  const auto least = by_column.find("Min Latency(us)");
  const auto most = by_column.find("Max Latency(us)");
  if (average != by_column.end() && least != by_column.end() && most != by_column.end() &&
      (least->second.least() > average->second.most() ||
       average->second.least() > most->second.most()))
    add_defect(result, {.what = "the average is not between minimum and maximum", .where = where});
  const auto rate = by_column.find("MB/s");
  const auto messages = by_column.find("Messages/s");
  const auto size = by_column.find("Size");
  if (rate != by_column.end() && messages != by_column.end() && size != by_column.end() &&
      !may_be_equal(rate->second, scaled(messages->second, size->second.value / kMega)))
    add_defect(result, {.what = "MB/s are not messages times their size", .where = where});
  for (const Metric& metric : result.metrics)
    if (metric.value.value_or(0) <= 0 && metric.name != "least_time" && metric.name != "overlap" &&
        !(size != by_column.end() && size->second.value == 0))
      add_defect(result, {.what = metric.name + " shows no work", .where = where});
}

void OsuReader::add_result(const Table& table, const Row& row) {
  Result result;
  result.test = test_of(table.title);
  if (result.test.empty()) result.test = "mpi.unnamed";
  result.subject.kind = "group";
  result.facts = table.facts;
  result.facts["tool"] = "OSU micro-benchmarks " + table.version;
  result.facts["statistic"] = "mean";
  result.facts["checked"] = "no";
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    const Column* column = column_of(table.columns[i]);
    if (table.columns[i] == "Size") result.params["bytes"] = whole_number(row.words[i]).value_or(0);
    if (table.columns[i] == "Iterations")
      result.params["iterations"] = whole_number(row.words[i]).value_or(0);
    if (table.columns[i] == "Validation") result.facts["checked"] = "yes";
    if (column == nullptr || column->metric.empty()) continue;
    const double value = *decimal(row.words[i]) * column->scale;
    const Better better = column->unit == Unit::seconds ? Better::lower : Better::higher;
    const std::string metric(column->metric);
    result.metrics.push_back(metric == "time" || metric == "latency" || metric == "bandwidth"
                                 ? one_sample(metric, column->unit, better, value)
                                 : reading(metric, column->unit, better, value));
  }
  check(table, row, result);
  const auto bytes = result.params.find("bytes");
  const std::int64_t run = ++seen_[fmt::format(
      "{} {}", result.test,
      bytes == result.params.end() ? -1 : std::get<std::int64_t>(bytes->second))];
  if (run > 1) result.params["run"] = run;
  imported_.results.push_back(std::move(result));
}

void OsuReader::add_table(const Table& table) {
  if (table.columns.empty()) unread(table.line, "no header below the title: the log is cut off");
  if (table.rows.empty()) unread(table.line, "no row in the table that begins here");
  if (table.title.empty()) return;
  if (test_of(table.title).empty())
    unread(table.line, "\"" + table.title + "\" is a test that is not known");
  const bool last_may_be_cut = text_.ends_mid_line && &table == &tables_.back();
  for (const Row& row : table.rows) {
    const bool is_last = &row == &table.rows.back();
    // A count that is cut off looks like another count.
    const bool alone = table.rows.size() == 1 && table.columns.back() == "Iterations";
    if (last_may_be_cut && is_last && row.line == text_.lines.back().number &&
        (alone || row.width < table.rows.front().width))
      unread(row.line, "the last line is cut off");
    else
      add_result(table, row);
  }
}

Imported OsuReader::imported() && {
  for (const Table& table : tables_) add_table(table);
  if (tables_.empty()) unread(0, "no output of the OSU micro-benchmarks");
  if (!tables_.empty()) imported_.tool_version = tables_.front().version;
  return std::move(imported_);
}

bool recognises_osu(const Log& log) {
  const LogText text = read_text(log);
  return text.contains("# OSU ") && text.contains(" Test v");
}

Imported read_osu(const Log& log) {
  LogText text = read_text(log);
  strip_ranks(text);
  return OsuReader(text).imported();
}

}  // namespace

ASSAY_IMPORTER(recognises_osu, read_osu);

}  // namespace assay
