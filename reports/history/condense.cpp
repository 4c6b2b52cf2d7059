#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "core/text.hpp"
#include "reports/history/entry.hpp"
#include "reports/history/identity.hpp"
#include "reports/history/series.hpp"

namespace assay::history {
namespace {

/// Results of one test on one subject.
using Group = std::vector<const Result*>;

std::string joined_set(const std::set<std::string>& values) {
  return joined({values.begin(), values.end()}, ", ");
}

std::map<std::string, std::string> setup_of(const Report& report) {
  std::map<std::string, std::string> setup = report.node.software;
  std::set<std::string> vbios;
  std::set<std::string> firmware;
  std::set<std::string> microcode;
  for (const Gpu& gpu : report.node.gpus) vbios.insert(gpu.vbios);
  for (const Nic& nic : report.node.nics) firmware.insert(nic.firmware);
  for (const Cpu& cpu : report.node.cpus) microcode.insert(cpu.microcode);
  for (auto* values : {&vbios, &firmware, &microcode}) values->erase("");
  setup["vbios"] = joined_set(vbios);
  setup["nic_firmware"] = joined_set(firmware);
  setup["microcode"] = joined_set(microcode);
  setup["bios"] = report.node.bios;
  setup["data"] = report.run.data;
  setup["assay"] = report.run.tool.version;
  std::erase_if(setup, [](const auto& item) { return item.second.empty(); });
  return setup;
}

class Condenser {
 public:
  Condenser(const Report& report, Entry& entry)
      : report_(report), entry_(entry), devices_(report) {}

  void run() {
    std::map<std::pair<std::string, std::string>, Group> groups;
    for (const Result& result : report_.results)
      groups[{result.test, label(result.subject)}].push_back(&result);
    for (const auto& [key, group] : groups) add(group);
    entry_.devices = devices_.take();
    for (const auto& [key, index] : metrics_) entry_.metrics[index] = key;
    for (const auto& [at, value] : values_) entry_.readings.push_back({at.first, at.second, value});
  }

 private:
  void add(const Group& group) {
    const Devices::Owner owner = devices_.owner_of(group.front()->subject);
    const std::vector<std::string> params_of = series_params(group);
    std::map<std::string, const Result*> last;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const Result*& known = last[params_of[i]];
      if (known == nullptr || group[i]->attempt >= known->attempt) known = group[i];
    }
    Trouble trouble{.device = owner.device, .test = group.front()->test, .part = owner.part};
    for (const auto& [params, result] : last) {
      add(owner, params, *result);
      worsen(trouble, *result);
    }
    if (trouble.outcome != Outcome::ok || trouble.attempts > 1)
      entry_.troubles.push_back(std::move(trouble));
  }

  void add(const Devices::Owner& owner, const std::string& params, const Result& result) {
    for (const Metric& metric : result.metrics) {
      if (!metric.value) continue;
      const MetricKey key{storable(result.test), storable(metric.name),      storable(params),
                          storable(owner.part),  storable(metric.statistic), metric.unit,
                          metric.better};
      const auto [at, is_new] = metrics_.try_emplace(key, metrics_.size());
      if (is_new) entry_.metrics.emplace_back();
      values_[{owner.device, at->second}] = *metric.value;
    }
  }

  static void worsen(Trouble& trouble, const Result& result) {
    trouble.attempts = std::max(trouble.attempts, result.attempt);
    // What was left out says nothing of the hardware.
    if (result.outcome != Outcome::failed && result.outcome != Outcome::error) return;
    if (trouble.outcome == Outcome::failed) return;
    trouble.outcome = result.outcome;
    trouble.reason = storable(result.reason);
  }

  const Report& report_;
  Entry& entry_;
  Devices devices_;
  std::map<MetricKey, std::size_t> metrics_;
  std::map<std::pair<std::size_t, std::size_t>, double> values_;
};

void make_storable(Entry& entry) {
  for (std::string* text :
       {&entry.run, &entry.host, &entry.level, &entry.source, &entry.started, &entry.place.rack,
        &entry.place.leaf, &entry.place.su, &entry.place.owner})
    *text = storable(*text);
  for (Device& device : entry.devices)
    for (std::string* text : {&device.kind, &device.key, &device.serial, &device.slot})
      *text = storable(*text);
  for (Trouble& trouble : entry.troubles)
    for (std::string* text : {&trouble.test, &trouble.part}) *text = storable(*text);
  std::map<std::string, std::string> setup;
  for (const auto& [name, value] : entry.setup) setup[storable(name)] = storable(value);
  entry.setup = std::move(setup);
}

/// Every member that is stored, each with its length before it, so that no two entries look alike.
std::string bytes_of(const Entry& entry) {
  std::string bytes;
  const auto put = [&](const auto& value) {
    const std::string text = fmt::format("{}", value);
    bytes += std::to_string(text.size()) + ':' + text;
  };
  const auto put_all = [&](const auto&... values) { (put(values), ...); };
  put_all(entry.host, entry.level, entry.started, entry.complete, entry.place.rack,
          entry.place.unit.value_or(-1), entry.place.leaf, entry.place.su, entry.place.owner);
  for (const auto& [name, value] : entry.setup) put_all(name, value);
  for (const Device& one : entry.devices) put_all(one.kind, one.key, one.serial, one.slot);
  for (const MetricKey& one : entry.metrics)
    put_all(one.test, one.name, one.params, one.part, one.statistic, symbol(one.unit),
            one.better == Better::lower);
  for (const Reading& one : entry.readings) put_all(one.device, one.metric, one.value);
  for (const Trouble& one : entry.troubles)
    put_all(one.device, one.test, one.part, name(one.outcome), one.attempts, one.reason);
  return bytes;
}

}  // namespace

Entry condense(const Report& report, const std::string& source, std::optional<NightNumber> night) {
  if (!night) night = parse_night(report.run.started);
  if (!night)
    throw InputError(source, 0, "run.started",
                     "\"" + report.run.started + "\" is no UTC time, and no night is given");
  Entry entry{.run = report.run.id,
              .night = *night,
              .host = report.node.hostname,
              .level = report.run.level,
              .source = source,
              .started = report.run.started,
              .complete = report.run.complete,
              .place = report.node.place.value_or(Place{}),
              .setup = setup_of(report)};
  Condenser(report, entry).run();
  make_storable(entry);
  entry.content = content_id(bytes_of(entry));
  if (entry.run.empty()) entry.run = entry.content;
  return entry;
}

}  // namespace assay::history
