#include "core/perftest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/importers/common/command.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/ranks.hpp"

namespace assay {
namespace {

constexpr std::string_view kRule = "---";

struct Title {
  std::string_view words, test;
};
constexpr std::array<Title, 4> kTitles{{{"RDMA_Write", "link.rdma_write"},
                                        {"RDMA_Read", "link.rdma_read"},
                                        {"Send", "link.rdma_send"},
                                        {"Atomic", "link.rdma_atomic"}}};

/// One table and what stands above it.
struct Section {
  std::size_t line = 0;
  std::string test;
  bool both_ways = false;
  std::map<std::string, std::string> settings;  ///< "Device" -> "mlx5_0"
  std::string header;
  bool closed = false;  ///< by its rule: all rows are there
  std::map<std::int64_t, std::vector<PerftestBandwidth>> bandwidths;  ///< by size
  std::map<std::int64_t, std::vector<PerftestLatency>> latencies;

  [[nodiscard]] bool empty() const { return bandwidths.empty() && latencies.empty(); }
};

class PerftestReader {
 public:
  explicit PerftestReader(const LogText& text) : text_(text) {
    imported_.unread = text.unread;
    for (const char* program : {"ib_write_", "ib_read_", "ib_send_", "ib_atomic_"})
      if (imported_.command.empty()) imported_.command = command_in(text, program);
    for (const LogLine& line : text.lines) take(line.number, line.text);
  }
  [[nodiscard]] Imported imported() &&;

 private:
  void take(std::size_t number, std::string_view line);
  bool take_title(std::size_t number, std::string_view line);
  void take_settings(std::string_view line);
  void take_row(std::size_t number, std::string_view line);
  void add_results(const Section& section);
  Result& add_result(const Section& section, std::int64_t bytes, std::int64_t iterations);
  [[nodiscard]] Section& open(std::size_t number) {
    if (sections_.empty()) sections_.push_back({.line = number});
    return sections_.back();
  }
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  const LogText& text_;
  Imported imported_;
  std::vector<Section> sections_;
  std::map<std::string, std::int64_t> seen_;  ///< results by all that tells them apart
};

/// "RDMA_Write Bidirectional BW Test"
bool PerftestReader::take_title(std::size_t number, std::string_view line) {
  if (!line.ends_with(" BW Test") && !line.ends_with(" Latency Test")) return false;
  const auto* const title = std::find_if(kTitles.begin(), kTitles.end(), [&](const Title& one) {
    return line.find(one.words) != std::string_view::npos;
  });
  if (title == kTitles.end()) return false;
  sections_.push_back({.line = number,
                       .test = std::string(title->test),
                       .both_ways = line.find("Bidirectional") != std::string_view::npos});
  return true;
}

/// "Number of qps   : 4		Transport type : IB"
void PerftestReader::take_settings(std::string_view line) {
  if (sections_.empty() || line.find("address:") != std::string_view::npos ||
      line.starts_with("GID:"))
    return;
  for (const std::string_view key : {"Device", "Number of qps", "Transport type", "Connection type",
                                     "Mtu", "Link type", "Data ex. method", "GID index"}) {
    const auto at = line.find(key);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = trimmed(line.substr(at + key.size()));
    if (!rest.starts_with(':')) continue;
    const auto words = words_of(rest.substr(1));
    if (!words.empty()) sections_.back().settings.emplace(key, words.front());
  }
}

/// Figures, every one of them, so that what is wrong with them is no fault of reading.
bool all_figures(std::string_view row) {
  const auto words = words_of(row);
  return words.size() > 3 && std::all_of(words.begin(), words.end(), [](std::string_view word) {
           return decimal(word).has_value();
         });
}

void PerftestReader::take_row(std::size_t number, std::string_view line) {
  Section& section = sections_.back();
  try {
    if (perftest_table(section.header) == PerftestTable::bandwidth) {
      const auto row = parse_perftest_bandwidth_row(section.header, line, text_.file, number);
      section.bandwidths[row.bytes].push_back(row);
    } else {
      const auto row = parse_perftest_latency_row(section.header, line, text_.file, number);
      section.latencies[row.bytes].push_back(row);
    }
  } catch (const InputError& error) {
    imported_.unread.emplace_back(error.what());
    const bool as_many = words_of(line).size() == words_of(section.header).size() ||
                         perftest_table(section.header) == PerftestTable::bandwidth;
    if (all_figures(line) && as_many)
      imported_.defects.push_back({.what = "a row that contradicts itself", .where = error.what()});
  }
}

void PerftestReader::take(std::size_t number, std::string_view raw) {
  std::string_view line = trimmed(raw);
  while (line.starts_with('>')) line = trimmed(line.substr(1));  // quoted in a mail or an issue
  if (take_title(number, line)) return;
  if (line.starts_with("#bytes")) {
    // Each size of some versions has a header of its own.
    if (!open(number).header.empty() && (open(number).closed || open(number).header != line))
      sections_.push_back({.line = number, .test = sections_.back().test});
    open(number).header = line;
    if (!perftest_table(line)) unread(number, "a header of columns that are not known");
  } else if (sections_.empty() || sections_.back().header.empty()) {
    take_settings(line);
  } else if (line.starts_with(kRule)) {
    sections_.back().closed = true;
  } else if (!sections_.back().closed && looks_like_perftest_row(line) &&
             perftest_table(sections_.back().header)) {
    take_row(number, line);
  }
  for (const char* failure : {"Couldn't ", "Failed to ", "Unable to ", "Completion with error",
                              "Failed status", "Problems with", "Problem in"})
    if (line.find(failure) != std::string_view::npos) {
      unread(number, std::string(line.substr(0, 200)));
      break;
    }
}

Result& PerftestReader::add_result(const Section& section, std::int64_t bytes,
                                   std::int64_t iterations) {
  Result& result = imported_.results.emplace_back();
  result.test = section.test.empty() ? "link.rdma_unnamed" : section.test;
  const auto setting = [&](const char* key) {
    const auto found = section.settings.find(key);
    return found == section.settings.end() ? "" : found->second;
  };
  result.subject = {.kind = "port", .id = setting("Device")};
  result.params = {{"bytes", bytes}, {"iterations", iterations}};
  if (section.both_ways) result.params["both_ways"] = true;
  if (const auto pairs = whole_number(setting("Number of qps")))
    result.params["queue_pairs"] = *pairs;
  if (!setting("Link type").empty()) result.params["link_layer"] = setting("Link type");
  result.facts = {{"tool", "perftest"}, {"checked", "no"}};
  for (const auto& [key, name] : std::map<const char*, const char*>{
           {"Connection type", "connection"}, {"Mtu", "mtu"}, {"Transport type", "transport"}})
    if (!setting(key).empty()) result.facts[name] = setting(key);
  const bool is_time = section.bandwidths.empty();
  const std::int64_t run = ++seen_[fmt::format("{} {} {} {} {}", result.test, label(result.subject),
                                               bytes, section.both_ways, is_time)];
  if (run > 1) result.params["run"] = run;
  return result;
}

void PerftestReader::add_results(const Section& section) {
  for (const auto& [bytes, rows] : section.bandwidths) {
    std::vector<double> rates;
    rates.reserve(rows.size());
    for (const PerftestBandwidth& row : rows) rates.push_back(row.average);
    Result& result = add_result(section, bytes, rows.front().iterations);
    result.facts["statistic"] = "mean of all messages";
    result.metrics = {sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, rates)};
  }
  for (const auto& [bytes, rows] : section.latencies) {
    std::vector<double> times;
    times.reserve(rows.size());
    for (const PerftestLatency& row : rows)
      times.push_back(row.typical > 0 ? row.typical : row.average);
    const PerftestLatency& first = rows.front();
    Result& result = add_result(section, bytes, first.iterations);
    const bool whole = first.typical > 0;
    result.facts["statistic"] = whole ? "median, one way" : "mean, one way";
    result.metrics = {sampled_metric("latency", Unit::seconds, Better::lower, times)};
    if (whole)
      result.metrics.push_back(reading("latency_p99", Unit::seconds, Better::lower, first.p99));
  }
  if (section.header.empty())
    unread(section.line, "no table in the test that begins here");
  else if (!section.closed)
    unread(section.line, "the table of the test that begins here has no rule below it: cut off");
  if (!section.header.empty() && section.empty())
    unread(section.line, "no row in the table of the test that begins here");
  for (const char* key : {"Device", "Number of qps", "Link type"})
    if (!section.empty() && !section.settings.contains(key))
      unread(section.line, fmt::format("the test that begins here does not say its {}", key));
  if (!section.empty() && section.test.empty())
    unread(section.line, "nothing says which test this is: its title is missing");
}

Imported PerftestReader::imported() && {
  for (const Section& section : sections_) add_results(section);
  if (sections_.empty()) unread(0, "no output of perftest");
  return std::move(imported_);
}

bool recognises_perftest(const Log& log) {
  const LogText text = read_text(log);
  return text.contains("BW average[") || text.contains("t_typical[usec]") ||
         text.contains("t_avg[usec]") || text.contains("RDMA_Write BW Test") ||
         text.contains("RDMA_Read BW Test") || text.contains("Send BW Test");
}

Imported read_perftest(const Log& log) {
  LogText text = read_text(log);
  strip_ranks(text);
  return PerftestReader(text).imported();
}

}  // namespace

ASSAY_IMPORTER(recognises_perftest, read_perftest);

}  // namespace assay
