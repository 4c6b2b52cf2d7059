#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/ranks.hpp"

namespace assay {
namespace {

constexpr double kMega = 1e6;

struct Function {
  std::string_view name, test;
  double arrays;  ///< that each element is read from or written to
};
constexpr std::array<Function, 4> kFunctions{{{"Copy", "memory.stream_copy", 2},
                                              {"Scale", "memory.stream_scale", 2},
                                              {"Add", "memory.stream_add", 3},
                                              {"Triad", "memory.stream_triad", 3}}};

/// One line of the table, as it is printed.
struct Row {
  std::size_t line = 0;
  std::string rate;                  ///< MB/s, from the minimum time
  std::array<std::string, 3> times;  ///< average, minimum, maximum; empty where there are none
};

/// What STREAM printed from its banner to its validation.
struct StreamRun {
  std::size_t line = 0;
  std::string label;  ///< of a section of a summary
  bool is_summary = false;
  std::string version;
  std::optional<std::int64_t> elements, element_bytes, threads;
  std::string repeats;
  std::map<std::string_view, Row> rows;  ///< by the function's name
  bool validated = false;
  std::string failed;  ///< the line that says that the answer was wrong
};

const Function* function_of(std::string_view word) {
  for (const Function& function : kFunctions)
    if (word.size() == function.name.size() + 1 && word.starts_with(function.name) &&
        word.back() == ':')
      return &function;
  return nullptr;
}

/// A count that stands behind `key`; nothing for one that no machine has.
std::optional<std::int64_t> number_after(std::string_view text, std::string_view key) {
  constexpr std::int64_t most = std::int64_t{1} << 48;
  const auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const auto words = words_of(text.substr(at + key.size()));
  const auto number = words.empty() ? std::nullopt : whole_number(words.front());
  return number && *number > 0 && *number <= most ? number : std::nullopt;
}

class StreamReader {
 public:
  explicit StreamReader(const LogText& text) : text_(text) {
    for (const LogLine& line : text.lines) take(line);
  }

  [[nodiscard]] Imported imported();

 private:
  void take(const LogLine& line);
  void take_setting(std::string_view text);
  void take_row(const Function& function, std::size_t line,
                const std::vector<std::string_view>& words);
  void add_results(const StreamRun& run, std::size_t number);
  void add_result(const StreamRun& run, std::size_t number, const Function& function,
                  const Row& row);
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  const LogText& text_;
  std::vector<StreamRun> runs_;
  Imported imported_;
};

void StreamReader::take(const LogLine& line) {
  const std::string_view text = trimmed(line.text);
  const auto words = words_of(text);
  if (text.starts_with("STREAM version")) {
    // "$Revision: 5.10 $"
    const auto revision = text.find("Revision: ");
    const auto version =
        words_of(text.substr(revision == std::string_view::npos ? 14 : revision + 10));
    runs_.push_back(
        {.line = line.number, .version = std::string(version.empty() ? "" : version.front())});
  } else if (text.starts_with("=====") && text.find('[') != std::string_view::npos) {
    const auto open = text.find('[');
    runs_.push_back({.line = line.number,
                     .label = std::string(text.substr(open + 1, text.find(']') - open - 1)),
                     .is_summary = true});
  } else if (words.size() > 1 && words[0] == "->" && function_of(words[1])) {
    take_row(*function_of(words[1]), line.number, {words.begin() + 1, words.end()});
  } else if (!words.empty() && function_of(words[0])) {
    take_row(*function_of(words[0]), line.number, words);
  } else if (!runs_.empty()) {
    take_setting(text);
  }
}

void StreamReader::take_setting(std::string_view text) {
  StreamRun& run = runs_.back();
  if (text.starts_with("Array size =")) run.elements = number_after(text, "=");
  if (text.starts_with("This system uses")) run.element_bytes = number_after(text, "uses");
  if (run.element_bytes.value_or(0) > 16) run.element_bytes.reset();  // no number is that long
  if (text.starts_with("Number of Threads counted")) run.threads = number_after(text, "=");
  if (const auto times = number_after(text, "will be executed"))
    run.repeats = std::to_string(*times);
  if (text.starts_with("Solution Validates")) run.validated = true;
  if (text.starts_with("Failed Validation")) run.failed = text;
}

void StreamReader::take_row(const Function& function, std::size_t line,
                            const std::vector<std::string_view>& words) {
  if (runs_.empty()) {
    unread(line, "a row without the lines that STREAM begins with");
    runs_.push_back({.line = line, .is_summary = words.size() > 2 && words[2] == "MB/s"});
  }
  StreamRun& run = runs_.back();
  const bool whole = run.is_summary ? words.size() == 5 && words[2] == "MB/s" : words.size() == 5;
  Row row{.line = line, .rate = whole ? std::string(words[1]) : ""};
  if (whole && !run.is_summary)
    for (std::size_t i = 0; i < row.times.size(); ++i) row.times[i] = words[i + 2];
  const bool numbers = whole && decimal(row.rate).value_or(0) > 0 &&
                       (run.is_summary || (decimal(row.times[0]).value_or(0) > 0 &&
                                           decimal(row.times[1]).value_or(0) > 0 &&
                                           decimal(row.times[2]).value_or(0) > 0));
  if (!numbers)
    return unread(line, fmt::format("{}: no row of rate and three times", function.name));
  if (!run.rows.emplace(function.name, std::move(row)).second)
    unread(line, fmt::format("{} stands there twice in one run", function.name));
}

/// Rates that contradict the times beside them, and times out of order.
std::string_view contradiction(const StreamRun& run, const Function& function, const Row& row) {
  const double average = *decimal(row.times[0]);
  const double least = *decimal(row.times[1]);
  const double most = *decimal(row.times[2]);
  const double slack = 2 * rounding_of(row.times[0]);
  if (least > average + slack || average > most + slack)
    return "the average time is not between minimum and maximum";
  if (!run.elements || !run.element_bytes) return "";
  const double bytes = function.arrays * static_cast<double>(*run.elements) *
                       static_cast<double>(*run.element_bytes);
  const double printed = *decimal(row.rate) * kMega;
  const double lowest = bytes / (least + rounding_of(row.times[1]));
  const double highest = bytes / std::max(least - rounding_of(row.times[1]), 1e-12);
  constexpr double printing = 1e-6;
  if (printed < lowest * (1 - printing) - kMega || printed > highest * (1 + printing) + kMega)
    return "the rate is not the size of the arrays over the minimum time";
  return "";
}

void StreamReader::add_result(const StreamRun& run, std::size_t number, const Function& function,
                              const Row& row) {
  Result& result = imported_.results.emplace_back();
  result.test = function.test;
  if (runs_.size() > 1) result.params["run"] = static_cast<std::int64_t>(number);
  if (!run.label.empty()) result.params["placement"] = run.label;
  const double best = *decimal(row.rate) * kMega;
  result.facts["tool"] = "STREAM " + run.version;
  if (run.is_summary) {
    result.facts["statistic"] = "best";
    result.metrics.push_back(
        reading("best_bandwidth", Unit::bytes_per_second, Better::higher, best));
    return;
  }
  if (run.elements && run.element_bytes)
    result.params["array_bytes"] = *run.elements * *run.element_bytes;
  if (run.threads) result.facts["threads"] = std::to_string(*run.threads);
  const double moved = best * *decimal(row.times[1]);  // of minimum time: what the rate is made of
  result.facts["statistic"] = "mean of " + run.repeats + " passes but the first";
  result.metrics = {one_sample("bandwidth", Unit::bytes_per_second, Better::higher,
                               moved / *decimal(row.times[0])),
                    reading("best_bandwidth", Unit::bytes_per_second, Better::higher, best),
                    reading("worst_bandwidth", Unit::bytes_per_second, Better::higher,
                            moved / *decimal(row.times[2]))};
  const std::string where = at_line(text_.file, row.line, std::string(function.name));
  if (const std::string_view what = contradiction(run, function, row); !what.empty())
    add_defect(result, {.what = std::string(what), .where = where});
  if (!run.failed.empty()) add_defect(result, {.what = run.failed, .where = where});
}

void StreamReader::add_results(const StreamRun& run, std::size_t number) {
  for (const Function& function : kFunctions) {
    const auto row = run.rows.find(function.name);
    if (row == run.rows.end())
      unread(run.line, fmt::format("no row of {} in the run that begins here", function.name));
    else
      add_result(run, number, function, row->second);
  }
  if (run.is_summary)
    unread(run.line, "a summary of STREAM and not its own output: no times and no validation");
  else if (!run.elements || !run.element_bytes)
    unread(run.line, "the run that begins here does not say how large its arrays are");
  else if (!run.validated && run.failed.empty())
    unread(run.line,
           "the run that begins here is cut off: no word on whether its answer was right");
}

Imported StreamReader::imported() {
  imported_.unread.insert(imported_.unread.end(), text_.unread.begin(), text_.unread.end());
  for (std::size_t i = 0; i < runs_.size(); ++i) add_results(runs_[i], i + 1);
  if (runs_.empty())
    unread(0, "no output of STREAM");
  else
    imported_.tool_version = runs_.front().version;
  return std::move(imported_);
}

bool recognises_stream(const Log& log) {
  const LogText text = read_text(log);
  return text.contains("STREAM version $Revision") || text.contains("-> Triad:") ||
         text.contains("Best Rate MB/s  Avg time");
}

Imported read_stream(const Log& log) {
  LogText text = read_text(log);
  strip_ranks(text);
  return StreamReader(text).imported();
}

}  // namespace

ASSAY_IMPORTER(recognises_stream, read_stream);

}  // namespace assay
