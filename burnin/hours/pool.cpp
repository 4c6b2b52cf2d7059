#include "burnin/hours/pool.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

#include "burnin/ending.hpp"

namespace assay {
namespace {

bool is_burn(const Result& result) {
  return result.test.starts_with("burnin.") && result.outcome != Outcome::skipped;
}

std::string fact(const Result& result, const std::string& name) {
  const auto found = result.facts.find(name);
  return found == result.facts.end() ? "" : found->second;
}

std::optional<double> load_time(const Result& result) {
  for (const Metric& metric : result.metrics)
    if (metric.name == "load_time" && metric.unit == Unit::seconds && metric.value &&
        std::isfinite(*metric.value) && *metric.value >= 0)
      return metric.value;
  return std::nullopt;
}

/// Beside the results of a node's GPUs stands one of what its supply felt: nothing was under load
/// there but the GPUs.
bool is_of_supply(const Result& result) {
  const bool placed =
      std::any_of(result.metrics.begin(), result.metrics.end(),
                  [](const Metric& metric) { return metric.name == "load_position"; });
  return result.subject.kind == "node" && placed && !load_time(result);
}

/// The GPU that a result is about, with what only the inventory knows of it.
Gpu gpu_of(const BurnRun& run, const Subject& subject) {
  Gpu gpu;
  for (const Gpu& candidate : run.node.gpus)
    if (subject.index ? candidate.index == *subject.index
                      : !subject.uuid.empty() && candidate.uuid == subject.uuid)
      gpu = candidate;
  if (!subject.uuid.empty()) gpu.uuid = subject.uuid;
  if (!subject.serial.empty()) gpu.serial = subject.serial;
  return gpu;
}

std::string sku_of(const BurnRun& run, const Subject& subject) {
  std::string sku;
  if (subject.kind == "gpu")
    sku = gpu_of(run, subject).name;
  else if (!run.node.cpus.empty())
    sku = run.node.cpus.front().model;
  return sku.empty() ? "not told" : sku;
}

/// UUID by serial number, from everywhere: one report may know both, another one only one of them.
using Uuids = std::map<std::string, std::string>;

Uuids uuids_by_serial(const std::vector<BurnRun>& runs) {
  Uuids uuids;
  const auto note = [&](const std::string& serial, const std::string& uuid) {
    if (!serial.empty() && !uuid.empty()) uuids.emplace(serial, uuid);
  };
  for (const BurnRun& run : runs) {
    for (const Gpu& gpu : run.node.gpus) note(gpu.serial, gpu.uuid);
    for (const Result& result : run.results) note(result.subject.serial, result.subject.uuid);
  }
  return uuids;
}

std::string identity(const BurnRun& run, const Subject& subject, const Uuids& uuids) {
  const std::string host = run.node.machine_id.empty() ? run.node.hostname : run.node.machine_id;
  if (subject.kind != "gpu") return host + "/" + label(subject);
  const Gpu gpu = gpu_of(run, subject);
  if (!gpu.uuid.empty()) return gpu.uuid;
  if (gpu.serial.empty()) return host + "/" + label(subject);
  const auto uuid = uuids.find(gpu.serial);
  return uuid == uuids.end() ? gpu.serial : uuid->second;
}

std::string title(const BurnRun& run, const Subject& subject) {
  const Gpu gpu = gpu_of(run, subject);
  const std::string known = gpu.uuid.empty() ? gpu.serial : gpu.uuid;
  std::string text =
      subject.kind == "node" ? run.node.hostname : label(subject) + " of " + run.node.hostname;
  return known.empty() ? text : text + " (" + known + ")";
}

double total_load(const BurnRun& run) {
  double seconds = 0;
  for (const Result& result : run.results)
    if (is_burn(result)) seconds += load_time(result).value_or(0);
  return seconds;
}

class Pooling {
 public:
  explicit Pooling(std::vector<BurnRun> runs) : runs_(std::move(runs)) {}
  BurnPool run();

 private:
  struct Device {
    std::string kind, sku, title;
    double load_s = 0;
    std::optional<BurnEnd> ended;  ///< set once it did not survive
  };
  void leave_out(const std::string& what, const std::string& why) {
    pool_.not_counted.emplace_back(what, why);
  }
  void choose();
  void take(const BurnRun& run);
  void take(const BurnRun& run, const Result& result);
  void group();

  std::vector<BurnRun> runs_;
  Uuids uuids_;
  std::map<std::string, Device> devices_;
  BurnPool pool_;
};

/// Leaves out what must not count, and of a run that was given twice the shorter account: a copy
/// from before it was resumed.
void Pooling::choose() {
  std::sort(runs_.begin(), runs_.end(), [](const BurnRun& a, const BurnRun& b) {
    return std::make_tuple(a.started, a.id, -total_load(a), a.source) <
           std::make_tuple(b.started, b.id, -total_load(b), b.source);
  });
  std::map<std::pair<std::string, std::string>, std::string> seen;
  std::vector<BurnRun> kept;
  for (BurnRun& run : runs_) {
    if (run.injected) {
      leave_out(run.source, "faults were injected");
    } else if (std::none_of(run.results.begin(), run.results.end(), is_burn)) {
      leave_out(run.source, "no burn-in in it");
    } else if (const auto [it, fresh] =
                   seen.emplace(std::pair(run.id, run.node.hostname), run.source);
               !fresh && !run.id.empty()) {
      leave_out(run.source, "the same run as " + it->second);
    } else {
      kept.push_back(std::move(run));
    }
  }
  runs_ = std::move(kept);
}

void Pooling::take(const BurnRun& run, const Result& result) {
  const auto [it, fresh] = devices_.try_emplace(identity(run, result.subject, uuids_));
  Device& device = it->second;
  if (fresh) device.title = title(run, result.subject);
  if (fresh) device.kind = result.subject.kind;
  if (fresh || device.sku == "not told") device.sku = sku_of(run, result.subject);
  const std::string what = title(run, result.subject) + ": " + result.test + " in " + run.source;
  if (device.ended) return leave_out(what, "the device had failed before");
  const auto load_s = load_time(result);
  if (!load_s) leave_out(what, "it does not tell its time under load");
  device.load_s += load_s.value_or(0);
  const BurnEnd end = burn_end(result);
  if (end == BurnEnd::survived) return;
  device.ended = end;
  const std::string why = fact(result, "ended_by");
  pool_.failures.push_back(
      {device.title, device.sku, run.source, result.reason.empty() ? why : result.reason, end});
}

void Pooling::take(const BurnRun& run) {
  for (const Result& result : run.results)
    if (is_burn(result) && !is_of_supply(result)) take(run, result);
}

void Pooling::group() {
  std::map<std::pair<std::string, std::string>, PooledHours> groups;
  for (const auto& [identity, device] : devices_) {
    for (const std::string& sku : {std::string(), device.sku}) {
      PooledHours& group = groups[{device.kind, sku}];
      group.kind = device.kind;
      group.sku = sku;
      ++group.devices;
      group.test.device_s += device.load_s;
      if (device.ended) ++group.test.failures;
      if (device.ended == BurnEnd::undecided) ++group.undecided;
    }
  }
  for (auto& [key, group] : groups) pool_.groups.push_back(std::move(group));
}

BurnPool Pooling::run() {
  choose();
  uuids_ = uuids_by_serial(runs_);
  for (const BurnRun& run : runs_) take(run);
  group();
  return std::move(pool_);
}

}  // namespace

BurnEnd burn_end(const Result& result) {
  if (result.outcome == Outcome::failed || !result.defects.empty()) return BurnEnd::failed;
  const std::string ended_by = fact(result, "ended_by");
  if (ended_by.starts_with(kSafetyStop)) {
    if (names(ended_by, label(result.subject))) return BurnEnd::failed;
    if (result.outcome == Outcome::ok || names(ended_by, "gpu")) return BurnEnd::survived;
    return BurnEnd::undecided;
  }
  if (result.outcome == Outcome::ok || ended_by == kInterrupted) return BurnEnd::survived;
  return BurnEnd::undecided;
}

BurnPool pool_hours(std::vector<BurnRun> runs) { return Pooling(std::move(runs)).run(); }

}  // namespace assay
