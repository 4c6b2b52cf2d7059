#include "burnin/nvml/slow.hpp"

#include "burnin/nvml/ask.hpp"
#include "burnin/nvml/health.hpp"
#include "burnin/nvml/parts.hpp"

namespace assay::nvml {
namespace {

class Collector {
 public:
  explicit Collector(SlowReadings& to) : to_(to) {}
  template <class T>
  void add(std::string name, const Answer<T>& answer, double scale = 1) {
    if (answer.value)
      to_.values.emplace_back(std::move(name), static_cast<double>(*answer.value) * scale);
    if (to_.failure.empty()) to_.failure = answer.failure;
  }

 private:
  SlowReadings& to_;
};

/// Every counter of every active link together; nothing where there are none.
Answer<std::int64_t> link_errors(const std::vector<NvLink>& links) {
  Answer<std::int64_t> sum;
  for (const NvLink& link : links)
    for (const auto& [name, count] : link.counters) {
      if (!count.failure.empty()) return {std::nullopt, count.failure};
      if (count.value) sum.value = sum.value.value_or(0) + *count.value;
    }
  return sum;
}

}  // namespace

SlowReadings read_slowly(const NvmlGpu& gpu) {
  const Api& api = gpu.api();
  SlowReadings readings;
  Collector to(readings);
  to.add("power_limit_w", ask<unsigned>(gpu, api.enforced_power_limit), 1e-3);
  to.add("default_power_limit_w", ask<unsigned>(gpu, api.default_power_limit), 1e-3);
  to.add("max_temperature_c", ask<unsigned>(gpu, api.temperature_threshold, kGpuMaximum));
  to.add("ecc_corrected_count", ask_count(gpu, api.ecc_errors, kCorrected, kVolatile));
  to.add("ecc_uncorrected_count", ask_count(gpu, api.ecc_errors, kUncorrected, kVolatile));
  const Answer<RemappedRows> rows = read_remapped(gpu);
  to.add("remapped_rows_count",
         rows.map([](const auto& r) { return r.corrected + r.uncorrected; }));
  to.add("remap_pending", rows.map([](const auto& r) { return r.pending ? 1 : 0; }));
  to.add("remap_failed", rows.map([](const auto& r) { return r.failed ? 1 : 0; }));
  to.add("pcie_replay_count", ask_number(gpu, api.pcie_replays));
  to.add("nvlink_error_count", link_errors(read_links(gpu, ask_field(gpu, {field::nvlinks}))));
  for (const auto& [name, time] : throttled_ns(gpu)) to.add(name + "_s", time, 1e-9);
  return readings;
}

}  // namespace assay::nvml
