#include "burnin/burn/burn.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "burnin/burn/conclude.hpp"
#include "burnin/conclude/power.hpp"

namespace assay {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kSegment = 512;  ///< readings a spectrum: 51 s at ten a second

}  // namespace

Burn::Burn(BurnSetup setup)
    : setup_(std::move(setup)),
      ramp_(setup_.period_s),
      swing_(setup_.period_s, kSegment),
      ticks_(setup_.period_s),
      safety_(setup_.safety),
      scratch_(setup_.devices.size()) {
  devices_.reserve(setup_.devices.size());
  for (const Subject& device : setup_.devices) devices_.emplace_back(device, setup_.period_s);
}

void Burn::look(double t_s, double wall_s, std::span<const Look> looks) {
  const std::scoped_lock lock(mutex_);
  look_locked(t_s, wall_s, looks);
}

void Burn::look_locked(double t_s, double wall_s, std::span<const Look> looks) {
  if (!ticks_.add(t_s, wall_s)) return;
  const double level = setup_.commanded(t_s);
  std::uint32_t capped = 0;
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    devices_[i].look(t_s, looks[i], level);
    safety_.look(devices_[i].subject, looks[i]);
    if (devices_[i].power_capped() && i < PeerClocks::kMost) capped |= 1U << i;
  }
  const auto each = [&](Gauge gauge) {
    for (std::size_t i = 0; i < looks.size(); ++i) scratch_[i] = looks[i][gauge];
    return std::span<const double>(scratch_);
  };
  const double watts = summed_or_gap(each(Gauge::power));
  ramp_.add(t_s, watts);
  swing_.add(t_s, watts);
  clocks_.add(each(Gauge::clock), capped);
}

void Burn::hear(double t_s, double wall_s, const std::vector<Sensor>& sensors,
                const std::vector<Event>& events) {
  const std::scoped_lock lock(mutex_);
  std::vector<Look> looks(devices_.size());
  bool any = false;
  for (const Sensor& sensor : sensors) {
    const auto device =
        std::find_if(devices_.begin(), devices_.end(),
                     [&](const DeviceBurn& one) { return one.subject == sensor.subject; });
    if (sensor.subject.kind == "node" && sensor.name == "power_w") safety_.node_power(sensor.value);
    if (sensor.name.starts_with("fan_")) safety_.fan(label(sensor.subject) + " " + sensor.name, sensor.value);
    const auto gauge = gauge_of(sensor.name);
    if (device == devices_.end() || !gauge) continue;
    looks[static_cast<std::size_t>(device - devices_.begin())][*gauge] = sensor.value;
    any = true;
  }
  if (any) look_locked(t_s, wall_s, looks);
  for (const Event& event : events) note(event);
}

void Burn::note(const Event& event) {
  safety_.event(event);
  if (event.kind != "xid" || !event.code) return;
  for (DeviceBurn& device : devices_)
    if (device.subject == event.subject) device.xids.push_back(event.text);
}

void Burn::stint(const std::vector<Result>& results, double from_s, double seconds) {
  const std::scoped_lock lock(mutex_);
  for (DeviceBurn& device : devices_) {
    const std::string own = label(device.subject);
    for (const Result& result : results)
      if (label(result.subject) == own) device.stints.add(result, from_s, seconds);
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

}  // namespace assay
