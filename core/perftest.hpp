#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// One size that ib_write_bw (or another bandwidth test of perftest) has measured.
struct PerftestBandwidth {
  std::int64_t bytes = 0;       ///< of a message
  std::int64_t iterations = 0;  ///< messages
  double average = 0;           ///< B/s, over the whole measurement
};

/// One size that ib_write_lat (or another latency test of perftest) has measured. Seconds one way:
/// the tool halves the round trip.
struct PerftestLatency {
  std::int64_t bytes = 0, iterations = 0;
  double minimum = 0, maximum = 0;
  double typical = 0;  ///< the median
  double average = 0, p99 = 0, p999 = 0;
};

/// The table that a bandwidth test prints to stdout, a line a size. The unit is the one its header
/// names: "Gb/sec" is 1e9 bits a second; "MB/sec", which newer versions call "MiB/sec", is 2^20
/// bytes a second. A line is believed only if its bandwidth is its message rate times its size.
/// Throws InputError naming `source`, line and column for anything but one whole table: one that
/// was cut off, another header, a row that is no row.
[[nodiscard]] std::vector<PerftestBandwidth> parse_perftest_bandwidth(std::string_view text,
                                                                      const std::string& source);

/// The table of a latency test that counted iterations. As parse_perftest_bandwidth(): the figures
/// of a line must be in order, minimum to maximum.
[[nodiscard]] std::vector<PerftestLatency> parse_perftest_latency(std::string_view text,
                                                                  const std::string& source);

/// What a line that begins "#bytes" is the header of.
enum class PerftestTable {
  bandwidth,
  latency,
  mean_latency  ///< of a test that counted time: its average alone
};
[[nodiscard]] std::optional<PerftestTable> perftest_table(std::string_view header);

/// Is this line a row of a table, right or wrong? Messages of drivers may stand anywhere.
[[nodiscard]] bool looks_like_perftest_row(std::string_view line) noexcept;

/// One line of a table of bandwidths under `header`, which stands in line `line` of `source`.
/// Throws InputError as parse_perftest_bandwidth() does.
[[nodiscard]] PerftestBandwidth parse_perftest_bandwidth_row(std::string_view header,
                                                             std::string_view row,
                                                             const std::string& source,
                                                             std::size_t line);

/// The same of a table of latencies. Under the header of a mean latency all figures but the average
/// are 0.
[[nodiscard]] PerftestLatency parse_perftest_latency_row(std::string_view header,
                                                         std::string_view row,
                                                         const std::string& source,
                                                         std::size_t line);

/// "6.20" of "Version: 6.20"; "" if it says no such thing.
[[nodiscard]] std::string perftest_version(std::string_view text);

}  // namespace assay
