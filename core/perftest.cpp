#include "core/perftest.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

constexpr std::string_view kSize = "#bytes";
constexpr std::string_view kRule = "---";
constexpr double kMicro = 1e-6;

struct UnitName {
  std::string_view name;
  double bytes_per_second;
};
constexpr std::array kUnits{UnitName{"Gb/sec", 1e9 / 8}, UnitName{"MB/sec", 1 << 20},
                            UnitName{"MiB/sec", 1 << 20}};
constexpr std::string_view kLatencyHeader =
    "#bytes #iterations t_min[usec] t_max[usec] t_typical[usec] t_avg[usec] t_stdev[usec] "
    "99% percentile[usec] 99.9% percentile[usec]";

constexpr std::array<std::string_view, 2> kMeanLatencyHeaders{
    "#bytes #iterations t_avg[usec] tps average", "#bytes #iterations t_avg[usec] t_stdev[usec]"};
constexpr std::size_t kBandwidthColumns = 5;
constexpr std::size_t kLatencyColumns = 9;
constexpr std::size_t kMeanLatencyColumns = 4;

/// What stands between a header and the rule below it.
struct Table {
  std::string header;  ///< single spaces
  std::size_t header_line = 0;
  std::vector<std::pair<std::size_t, std::string_view>> rows;  ///< by line number
};

std::string single_spaced(std::string_view line) {
  std::string text;
  for (const std::string_view word : words_of(line)) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

/// A table ends at its rule: without it, digits of the last row may be missing.
Table table_in(std::string_view text, const std::string& source) {
  Table table;
  bool closed = false;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (trimmed(line).starts_with(kSize)) {
      if (table.header_line != 0) throw InputError(source, number, "", "a second table");
      table.header_line = number;
      table.header = single_spaced(line);
    } else if (table.header_line != 0 && !closed) {
      closed = line.starts_with(kRule);
      if (!closed && looks_like_perftest_row(line)) table.rows.emplace_back(number, line);
    }
  }
  if (table.header_line == 0) throw InputError(source, 0, "", "no table: no line begins #bytes");
  if (!closed) throw InputError(source, number, "", "the table is cut off");
  if (table.rows.empty()) throw InputError(source, table.header_line, "", "a table without rows");
  return table;
}

/// The columns of one row, taken from left to right.
class Row {
 public:
  Row(const std::string& source, std::size_t line, std::string_view text, std::size_t columns)
      : source_(source), line_(line), words_(words_of(text)) {
    if (words_.size() != columns)
      throw InputError(source, line, "",
                       std::to_string(words_.size()) + " columns, not " + std::to_string(columns));
  }

  [[nodiscard]] std::int64_t whole(const char* column) {
    const auto value = whole_number(words_[next_++]);
    if (!value || *value < 1) refuse(column, "is no count");
    return *value;
  }
  [[nodiscard]] double number(const char* column) {
    const std::string_view word = words_[next_++];
    double value = 0;
    const auto read = std::from_chars(word.begin(), word.end(), value);
    if (read.ec != std::errc() || read.ptr != word.end() || !std::isfinite(value) || value < 0)
      refuse(column, "is no figure");
    return value;
  }
  [[noreturn]] void refuse(const char* column, const std::string& why) const {
    throw InputError(source_, line_, column, why);
  }

 private:
  const std::string& source_;
  std::size_t line_;
  std::vector<std::string_view> words_;
  std::size_t next_ = 0;
};

std::optional<double> unit_of(const std::string& header) {
  for (const UnitName& unit : kUnits) {
    const std::string name(unit.name);
    if (header == "#bytes #iterations BW peak[" + name + "] BW average[" + name + "] MsgRate[Mpps]")
      return unit.bytes_per_second;
  }
  return std::nullopt;
}

PerftestBandwidth bandwidth_in(Row row, double unit) {
  PerftestBandwidth found;
  found.bytes = row.whole("#bytes");
  found.iterations = row.whole("#iterations");
  (void)row.number("BW peak");  // 0 where it is not measured
  const double average = row.number("BW average");
  found.average = average * unit;
  const double messages = row.number("MsgRate");
  if (average <= 0 || messages <= 0) row.refuse("BW average", "nothing was sent");
  // Two decimals of the bandwidth and six of the rate are printed.
  const auto bytes = static_cast<double>(found.bytes);
  const double rounded = 0.01 * unit + bytes + 1e-6 * found.average;
  if (std::abs(found.average - messages * 1e6 * bytes) > rounded)
    row.refuse("BW average", "is not the message rate times the size");
  return found;
}

PerftestLatency latency_in(Row row) {
  PerftestLatency found;
  found.bytes = row.whole("#bytes");
  found.iterations = row.whole("#iterations");
  found.minimum = row.number("t_min") * kMicro;
  found.maximum = row.number("t_max") * kMicro;
  found.typical = row.number("t_typical") * kMicro;
  found.average = row.number("t_avg") * kMicro;
  (void)row.number("t_stdev");  // of whole microseconds: worth nothing
  found.p99 = row.number("99% percentile") * kMicro;
  found.p999 = row.number("99.9% percentile") * kMicro;
  const bool in_order = found.minimum <= found.typical && found.typical <= found.p99 &&
                        found.p99 <= found.p999 && found.p999 <= found.maximum;
  if (found.typical <= 0) row.refuse("t_typical", "nothing takes no time");
  if (!in_order) row.refuse("t_typical", "is not between the figures beside it");
  if (found.average < found.minimum || found.average > found.maximum)
    row.refuse("t_avg", "is not between minimum and maximum");
  return found;
}

PerftestLatency mean_latency_in(Row row) {
  PerftestLatency found;
  found.bytes = row.whole("#bytes");
  found.iterations = row.whole("#iterations");
  found.average = row.number("t_avg") * kMicro;
  (void)row.number("the last column");  // what follows from it, or worth nothing
  if (found.average <= 0) row.refuse("t_avg", "nothing takes no time");
  return found;
}

}  // namespace

std::optional<PerftestTable> perftest_table(std::string_view header) {
  const std::string words = single_spaced(header);
  if (unit_of(words)) return PerftestTable::bandwidth;
  if (words == kLatencyHeader) return PerftestTable::latency;
  for (const std::string_view mean : kMeanLatencyHeaders)
    if (words == mean) return PerftestTable::mean_latency;
  return std::nullopt;
}

bool looks_like_perftest_row(std::string_view line) noexcept {
  const std::string_view text = trimmed(line);
  return !text.empty() && (std::isdigit(static_cast<unsigned char>(text[0])) != 0 ||
                           text[0] == '-' || text[0] == '+' || text[0] == '.');
}

PerftestBandwidth parse_perftest_bandwidth_row(std::string_view header, std::string_view row,
                                               const std::string& source, std::size_t line) {
  const auto unit = unit_of(single_spaced(header));
  if (!unit) throw InputError(source, line, "", "not below the header of a bandwidth test");
  return bandwidth_in({source, line, row, kBandwidthColumns}, *unit);
}

PerftestLatency parse_perftest_latency_row(std::string_view header, std::string_view row,
                                           const std::string& source, std::size_t line) {
  const auto table = perftest_table(header);
  if (table == PerftestTable::latency) return latency_in({source, line, row, kLatencyColumns});
  if (table == PerftestTable::mean_latency)
    return mean_latency_in({source, line, row, kMeanLatencyColumns});
  throw InputError(source, line, "", "not below the header of a latency test");
}

std::vector<PerftestBandwidth> parse_perftest_bandwidth(std::string_view text,
                                                        const std::string& source) {
  const Table table = table_in(text, source);
  if (perftest_table(table.header) != PerftestTable::bandwidth)
    throw InputError(source, table.header_line, "", "not the header of a bandwidth test");
  std::vector<PerftestBandwidth> found;
  found.reserve(table.rows.size());
  for (const auto& [line, row] : table.rows)
    found.push_back(parse_perftest_bandwidth_row(table.header, row, source, line));
  return found;
}

std::vector<PerftestLatency> parse_perftest_latency(std::string_view text,
                                                    const std::string& source) {
  const Table table = table_in(text, source);
  if (perftest_table(table.header) != PerftestTable::latency)
    throw InputError(source, table.header_line, "", "not the header of a latency test");
  std::vector<PerftestLatency> found;
  found.reserve(table.rows.size());
  for (const auto& [line, row] : table.rows)
    found.push_back(parse_perftest_latency_row(table.header, row, source, line));
  return found;
}

std::string perftest_version(std::string_view text) {
  return std::string(value_of(text, "Version").value_or(""));
}

}  // namespace assay
