#include <algorithm>

#include "burnin/nvml/ask.hpp"
#include "burnin/nvml/parts.hpp"

namespace assay {
namespace {

using nvml::FieldId;

struct LinkCounter {
  const char* name;
  unsigned field;
};
constexpr std::array<LinkCounter, 11> kCounters{
    {{"nvlink_replay_errors", nvml::field::nvlink_replay},
     {"nvlink_recovery_errors", nvml::field::nvlink_recovery},
     {"nvlink_crc_errors", nvml::field::nvlink_crc},
     {"nvlink_malformed_packets", nvml::field::nvlink_malformed},
     {"nvlink_buffer_overruns", nvml::field::nvlink_overrun},
     {"nvlink_receive_errors", nvml::field::nvlink_receive},
     {"nvlink_integrity_errors", nvml::field::nvlink_integrity},
     {"nvlink_recoveries", nvml::field::nvlink_recovered},
     {"nvlink_failed_recoveries", nvml::field::nvlink_recovery_failed},
     {"nvlink_effective_errors", nvml::field::nvlink_effective_errors},
     {"nvlink_symbol_errors", nvml::field::nvlink_symbol_errors}}};

/// NVML's unit: 1e6 bytes per second.
double bytes_per_second(std::int64_t megabytes) { return static_cast<double>(megabytes) * 1e6; }

NvLink read_link(const NvmlGpu& gpu, unsigned number, Answer<bool> active) {
  NvLink link{.number = static_cast<int>(number), .active = std::move(active)};
  std::vector<FieldId> fields{{nvml::field::nvlink_mbps, number}};
  for (const LinkCounter& counter : kCounters) fields.push_back({counter.field, number});
  auto answers = nvml::ask_fields(gpu, fields);
  link.speed = answers.front().map(bytes_per_second);
  if (!link.speed.supported())
    link.speed = nvml::ask_field(gpu, {nvml::field::nvlink_common_mbps}).map(bytes_per_second);
  for (std::size_t i = 0; i < kCounters.size(); ++i)
    if (answers[i + 1].supported())
      link.counters.emplace_back(kCounters.at(i).name, std::move(answers[i + 1]));
  return link;
}

}  // namespace

const std::vector<std::string>& nvlink_counter_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    all.reserve(kCounters.size());
    for (const LinkCounter& counter : kCounters) all.emplace_back(counter.name);
    return all;
  }();
  return names;
}

namespace nvml {

std::vector<NvLink> read_links(const NvmlGpu& gpu, const Answer<std::int64_t>& count) {
  const auto most = static_cast<unsigned>(
      std::clamp<std::int64_t>(count.value.value_or(kMostLinks), 0, std::int64_t{kMostLinks}));
  std::vector<NvLink> links;
  for (unsigned number = 0; number < most; ++number) {
    unsigned on = 0;
    const Status status = gpu.api().link_state(device_of(gpu), number, &on);
    if (is_unsupported(status) || status == Status::invalid_argument) {
      if (!count.value) break;
      links.push_back({.number = static_cast<int>(number)});
      continue;
    }
    links.push_back(read_link(gpu, number, answered(gpu, gpu.api().link_state, status, on != 0)));
  }
  return links;
}

}  // namespace nvml
}  // namespace assay
