#pragma once
#include <string>
#include <vector>

#include "reports/history/trends.hpp"

namespace assay::history {

/// Answers for people, in which what machines say of themselves is made plain.
[[nodiscard]] std::string text_of(const NodeHistory& node);
[[nodiscard]] std::string text_of(const std::vector<DeviceHistory>& devices);
[[nodiscard]] std::string text_of(const std::vector<NightLine>& lines);
[[nodiscard]] std::string text_of(const std::vector<Move>& moves);
[[nodiscard]] std::string text_of(const Changes& changes);
[[nodiscard]] std::string text_of(const std::vector<DeviceTrend>& trends);
/// At most `most` lines of each kind, and how many more there are.
[[nodiscard]] std::string text_of(const FleetTrend& fleet, std::size_t most);

/// "memory.read.bandwidth (bytes=8, link gpu0 -> gpu1)".
[[nodiscard]] std::string text_of(const MetricKey& metric);

}  // namespace assay::history
