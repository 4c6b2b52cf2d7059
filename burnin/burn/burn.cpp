#include "burnin/burn/burn.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "burnin/burn/conclude.hpp"
#include "burnin/conclude/power.hpp"
#include "burnin/events.hpp"

namespace assay {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
/// Of one node: what else a source knows of a device, its serial number, another may not.
bool same(const Subject& a, const Subject& b) {
  return a.kind == b.kind && a.index == b.index && a.id == b.id;
}

constexpr std::size_t kSegment = 512;  ///< readings a spectrum: 51 s at ten a second

}  // namespace

Burn::Burn(BurnSetup setup)
    : setup_(std::move(setup)),
      ramp_(setup_.period_s),
      swing_(setup_.period_s, kSegment),
      shared_{WallPower(WallPower::Keep::all, setup_.period_s),
              WallPower(WallPower::Keep::latest, setup_.period_s)},
      ticks_(setup_.period_s),
      safety_(setup_.safety),
      scratch_(setup_.devices.size()) {
  devices_.reserve(setup_.devices.size());
  for (const Subject& device : setup_.devices) {
    devices_.emplace_back(device, setup_.period_s);
    devices_.back().phases = PhaseLog(setup_.phases);
  }
}

void Burn::look(double t_s, double wall_s, std::span<const DeviceLook> looks) {
  const std::scoped_lock lock(mutex_);
  look_locked(t_s, wall_s, looks);
}

void Burn::look_locked(double t_s, double wall_s, std::span<const DeviceLook> looks) {
  if (!ticks_.add(t_s, wall_s)) return;
  const double level = setup_.commanded(t_s);
  std::uint32_t capped = 0;
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    devices_[i].look(t_s, looks[i], level);
    safety_.look(i, devices_[i].subject, looks[i]);
    if (devices_[i].power_capped() && i < PeerClocks::kMost) capped |= 1U << i;
  }
  const auto each = [&](Gauge gauge) {
    for (std::size_t i = 0; i < looks.size(); ++i) scratch_[i] = looks[i][gauge];
    return std::span<const double>(scratch_);
  };
  const double watts = summed_or_gap(each(Gauge::power));
  ramp_.add(t_s, watts);
  swing_.add(t_s, watts);
  shared_.all.add(wall_s - setup_.wall_ahead_s, watts);
  shared_.latest.add(wall_s - setup_.wall_ahead_s, watts);
  clocks_.add(each(Gauge::clock), capped);
}

void Burn::hear(double t_s, double wall_s, const std::vector<Sensor>& sensors,
                const std::vector<Event>& events) {
  const std::scoped_lock lock(mutex_);
  std::vector<DeviceLook> looks(devices_.size());
  bool any = false;
  for (const Sensor& sensor : sensors) {
    const auto device = std::find_if(devices_.begin(), devices_.end(), [&](const DeviceBurn& one) {
      return same(one.subject, sensor.subject);
    });
    watch_node(sensor);
    const auto gauge = gauge_of(sensor.name);
    if (device == devices_.end() || !gauge) continue;
    looks[static_cast<std::size_t>(device - devices_.begin())][*gauge] = sensor.value;
    any = true;
  }
  for (DeviceLook& look : looks)
    if (std::isnan(look[Gauge::inlet_temperature])) look[Gauge::inlet_temperature] = inlet_c_;
  if (any) look_locked(t_s, wall_s, looks);
  for (const Event& event : events) note(event);
}

void Burn::watch_node(const Sensor& sensor) {
  // A management controller is asked seldom, and what it said is repeated meanwhile.
  constexpr int kRepeated = 12;
  if (sensor.subject.kind == "fan" && sensor.name == "fan_rpm")
    safety_.fan(label(sensor.subject), sensor.value,
                sensor.subject.id.starts_with("ipmi/") ? kRepeated : Safety::kInARow);
  if (sensor.subject.kind != "node") return;
  if (sensor.name == "node_power_w" || sensor.name == "ipmi_power_w")
    safety_.node_power(sensor.value);
  if (sensor.name == "inlet_temperature_c" || sensor.name == "ipmi_inlet_temperature_c")
    inlet_c_ = sensor.value;
}

/// One of an application tells of a program that did wrong or was ended, and nothing of the device.
void Burn::note(const Event& event) {
  safety_.event(event);
  if (!add_event(events_, event)) return;
  if (event.kind != "xid" || !event.code) return;
  if (xid_meaning(*event.code, event.text).xid_class == XidClass::application) return;
  for (DeviceBurn& device : devices_)
    if (same(device.subject, event.subject)) device.xids.push_back(xid_words(event));
}

void Burn::ended(std::vector<EndedProcess> processes) {
  const std::scoped_lock lock(mutex_);
  ended_ = std::move(processes);
}

void Burn::stint(const std::vector<Result>& results, double from_s, double seconds) {
  const std::scoped_lock lock(mutex_);
  for (DeviceBurn& device : devices_) {
    const std::string own = label(device.subject);
    for (const Result& result : results) {
      if (label(result.subject) != own) continue;
      device.stints.add(result, from_s, seconds);
      device.phases.stint(result, from_s, seconds);
    }
  }
}

std::string Burn::danger() const {
  const std::scoped_lock lock(mutex_);
  return safety_.reason();
}

bool Burn::hopeless() const {
  constexpr std::size_t kEnough = 3;
  const std::scoped_lock lock(mutex_);
  return std::all_of(devices_.begin(), devices_.end(), [](const DeviceBurn& device) {
    return device.stints.broken_in_a_row >= kEnough;
  });
}

double Burn::power_interval_s() const {
  double interval_s = kNone;
  for (const DeviceBurn& device : devices_) {
    const double one_s = device.power_updates.interval_s();
    if (!(interval_s >= one_s)) interval_s = one_s;  // the slowest of the sensors
  }
  return interval_s;
}

SharedPower Burn::shared_power() const {
  const std::scoped_lock lock(mutex_);
  SharedPower power = shared_;
  power.update_interval_s = power_interval_s();
  return power;
}

/// A burn of the host has but one subject.
std::vector<Result> Burn::conclude(double t_s, const std::string& ended_by) const {
  const std::scoped_lock lock(mutex_);
  const LegFacts leg{setup_.test, setup_.leg, t_s, ended_by, setup_.power_limit_w, ended_, events_};
  const std::vector<AmongPeers> among = among_peers(devices_, clocks_);
  std::vector<Result> results;
  results.reserve(devices_.size() + 1);
  for (std::size_t i = 0; i < devices_.size(); ++i)
    results.push_back(conclude_device(devices_[i], leg, among[i]));
  const bool of_node = devices_.size() == 1 && devices_.front().subject.kind == "node";
  if (!of_node) {
    Result& node = results.emplace_back();
    node.test = setup_.test;
    node.params["leg"] = setup_.leg;
    node.facts["ended_by"] = ended_by;
    put_metric(node, "load_position", Unit::seconds, Better::higher, t_s);
  }
  for (Result& result : results)
    for (const auto& [name, value] : setup_.facts) result.facts[name] = value;
  conclude_power(results.back(), ramp_, swing_.swing(power_interval_s(), setup_.waves));
  conclude_ticks(results.back(), ticks_);
  return results;
}

std::vector<Burn::Now> Burn::now() const {
  const std::scoped_lock lock(mutex_);
  std::vector<Now> all;
  all.reserve(devices_.size());
  for (const DeviceBurn& device : devices_) {
    const auto& metrics = device.stints.metrics;
    const bool rated = !metrics.empty() && !metrics.front().values.empty();
    std::uint64_t errors = device.stints.defect_count + device.stints.broken + device.xids.size();
    for (const LoadSplit& counter : device.errors)
      errors += static_cast<std::uint64_t>(counter.counter.growth);
    all.push_back(
        {.subject = device.subject,
         .power_w = device.latest[Gauge::power],
         .temperature_c = device.latest[Gauge::temperature],
         .clock_hz = device.latest[Gauge::clock],
         .rate = rated ? metrics.front().values.back() : kNone,
         .droop = rated ? metrics.front().values.back() / metrics.front().values.front() : kNone,
         .unit = rated ? metrics.front().like.unit : Unit::count,
         .errors = errors});
  }
  return all;
}

}  // namespace assay
