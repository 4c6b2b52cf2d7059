#include "bench/history/fleet.hpp"

#include <fmt/format.h>

#include "core/philox.hpp"

namespace assay::history {
namespace {

MetricKey metric(const char* kind, std::int32_t number) {
  return {.test = fmt::format("{}.test_{}", kind, number / 3),
          .name = fmt::format("metric_{}", number % 3),
          .statistic = "p05",
          .unit = Unit::bytes_per_second};
}

void add_readings(Entry& entry, const FleetShape& shape, std::size_t device, std::size_t first,
                  std::int32_t count, std::uint64_t stream) {
  for (std::int32_t i = 0; i < count; ++i) {
    const double noise = random_uniform(shape.seed + stream, static_cast<std::uint64_t>(i));
    entry.readings.push_back(
        {device, first + static_cast<std::size_t>(i), 3e12 * (1 + 0.01 * noise)});
  }
}

}  // namespace

Entry made_up(const FleetShape& shape, std::int32_t node, NightNumber night) {
  const std::string host = fmt::format("node-{:05}", node);
  Entry entry{.run = fmt::format("{:08x}-0000-4000-8000-{:012x}", night, node),
              .night = night,
              .host = host,
              .level = "standard",
              .source = host + ".json",
              .started = night_text(night) + "T01:00:00Z",
              .complete = true,
              .place = {.rack = fmt::format("r{}", node / 4)},
              .setup = {{"driver", night % 200 < 100 ? "580.65" : "580.82"}}};
  entry.content = entry.run;
  entry.devices.push_back({"node", "S" + host, "S" + host, "node"});
  for (std::int32_t gpu = 0; gpu < shape.gpus; ++gpu)
    entry.devices.push_back({"gpu", fmt::format("GPU-{:05}-{}", node, gpu),
                             fmt::format("16{:05}{}", node, gpu), fmt::format("gpu {}", gpu)});
  for (std::int32_t i = 0; i < shape.node_metrics; ++i) entry.metrics.push_back(metric("node", i));
  for (std::int32_t i = 0; i < shape.gpu_metrics; ++i) entry.metrics.push_back(metric("gpu", i));
  const auto stream = (static_cast<std::uint64_t>(night) << 40) | static_cast<std::uint64_t>(node)
                                                                      << 8;
  add_readings(entry, shape, 0, 0, shape.node_metrics, stream);
  for (std::int32_t gpu = 0; gpu < shape.gpus; ++gpu)
    add_readings(entry, shape, static_cast<std::size_t>(gpu) + 1,
                 static_cast<std::size_t>(shape.node_metrics), shape.gpu_metrics,
                 stream + static_cast<std::uint64_t>(gpu) + 1);
  return entry;
}

}  // namespace assay::history
