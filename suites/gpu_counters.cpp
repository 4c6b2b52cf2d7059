#include "suites/gpu_counters.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/text.hpp"

namespace assay {

void put_ecc_errors(const Look& look, const GpuHealth& health) {
  look.delta("ecc_corrected", health.ecc_volatile.corrected);
  look.delta("ecc_uncorrected", health.ecc_volatile.uncorrected);
}

void put_rows_remapped(const Look& look, const GpuHealth& health) {
  look.delta("rows_remapped", health.remapped.map([](const RemappedRows& told) {
    return told.corrected + told.uncorrected;
  }));
}

LinkErrors errors_of(const Look& look, const std::vector<NvLink>& links, const std::string& name) {
  LinkErrors errors;
  std::vector<std::string> moved;
  for (const NvLink& link : links)
    for (const auto& [counter, now] : link.counters) {
      if (counter != name) continue;
      errors.counted = true;
      std::string why = now.failure;
      std::optional<std::int64_t> added;
      const std::string number = "link " + std::to_string(link.number);
      const std::string key = look.pci + ' ' + number + ' ' + name;
      if (now.value) added = look.counters.delta(key, *now.value, kNeverFull, why);
      if (!added) errors.why_not = why;
      if (added && *added > 0) moved.push_back(number + ": " + std::to_string(*added));
      errors.added += static_cast<double>(added.value_or(0));
    }
  errors.where = joined(moved, ", ");
  return errors;
}

LinkState state_of(const std::vector<NvLink>& links) {
  LinkState state{{0, ""}, {static_cast<std::int64_t>(links.size()), ""}, {}, ""};
  std::optional<double> slowest;
  std::vector<std::string> down;
  for (const NvLink& link : links) {
    if (!link.active.failure.empty()) state.active = {std::nullopt, link.active.failure};
    if (!link.active.value.value_or(false)) {
      down.push_back(std::to_string(link.number));
      continue;
    }
    if (state.active.value) ++*state.active.value;
    if (link.speed.value)
      slowest = std::min(slowest.value_or(*link.speed.value), *link.speed.value);
    else if (!link.speed.failure.empty())
      state.slowest.failure = link.speed.failure;
  }
  if (state.slowest.failure.empty()) state.slowest.value = slowest;
  state.down = joined(down, ", ");
  return state;
}

void put_fabric(const Look& look, const GpuHealth& health) {
  const auto& fabric = health.fabric;
  if (fabric.value && fabric.value->state == "not supported") return;
  look.put("fabric_complaints", Unit::count, Better::lower,
           fabric.map([](const FabricState& told) { return told.complaints.size(); }));
  if (!fabric.value) return;
  put_fact(look.result, "fabric", fabric.value->state);
  put_fact(look.result, "fabric_complaints", joined(fabric.value->complaints, ", "));
}

GpuBracket::GpuBracket(const HostFiles& files, std::string pci, std::vector<MetricSpec> metrics,
                       Reader reader)
    : pci_(std::move(pci)), metrics_(std::move(metrics)), reader_(std::move(reader)) {
  if (pci_.empty()) {
    why_not_ = "the device does not say where it is on the bus";
    return;
  }
  session_ = open_nvml(files);
  if (!session_.nvml) {
    why_not_ = session_.why_not;
    return;
  }
  Result unused;
  Counters counters;
  opening_ = read(unused, counters);
  readings_ = counters.readings();
}

void GpuBracket::close(Result& result) {
  Counters counters(readings_, 0);
  if (opening_) (void)read(result, counters);
  if (why_not_.empty()) return;
  for (const MetricSpec& metric : metrics_)
    put_unknown(result, metric.name, metric.unit, metric.better, why_not_);
}

std::optional<GpuHealth> GpuBracket::read(Result& result, Counters& counters) try {
  GpuHealth health = read_health(session_.nvml->gpu(pci_));
  reader_({result, counters, pci_}, health);
  return health;
} catch (const Error& error) {
  why_not_ = error.what();
  return std::nullopt;
}

}  // namespace assay
