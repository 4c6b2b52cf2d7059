#include "burnin/nvml/telemetry.hpp"

#include <algorithm>
#include <utility>

#include "burnin/nvml/ask.hpp"
#include "burnin/nvml/parts.hpp"
#include "core/error.hpp"

namespace assay {

using nvml::ask;

/// Sensors of one GPU as they are collected, and the first failure.
struct NvmlTelemetry::Reading {
  const Subject& subject;
  std::vector<Sensor>& sensors;
  std::string failure;

  void add(const char* name, double value) { sensors.push_back({subject, name, value}); }
  template <class T>
  void add(const char* name, const Answer<T>& answer, double scale = 1) {
    if (answer.value) add(name, static_cast<double>(*answer.value) * scale);
    if (failure.empty()) failure = answer.failure;
  }
};

namespace {

template <class R>
void add_states(const NvmlGpu& gpu, R& reading) {
  const nvml::Api& api = gpu.api();
  reading.add("temperature_c", ask<unsigned>(gpu, api.temperature, nvml::kGpuSensor));
  reading.add("margin_c", nvml::ask_versioned<nvml::MarginTemperature>(gpu, api.margin, 1)
                              .map([](const auto& margin) { return margin.margin_c; }));
  reading.add("sm_clock_hz", ask<unsigned>(gpu, api.clock, nvml::kSmClock), 1e6);
  reading.add("memory_clock_hz", ask<unsigned>(gpu, api.clock, nvml::kMemoryClock), 1e6);
  const auto load = ask<nvml::Utilization>(gpu, api.utilization);
  reading.add("utilisation", load.map([](const auto& u) { return u.gpu; }), 1e-2);
  reading.add("memory_utilisation", load.map([](const auto& u) { return u.memory; }), 1e-2);
  reading.add("pcie_gen", nvml::ask_number(gpu, api.pcie_generation));
  reading.add("pcie_width", nvml::ask_number(gpu, api.pcie_width));
  for (const auto& [name, now] : nvml::throttle_flags(gpu)) reading.add(name.c_str(), now ? 1 : 0);
}

}  // namespace

NvmlTelemetry::NvmlTelemetry(std::string library, std::vector<WatchedGpu> gpus, Clock& clock)
    : library_(std::move(library)), wanted_(std::move(gpus)), clock_(clock) {}

void NvmlTelemetry::open() {
  auto nvml = std::make_unique<Nvml>(library_);
  std::string why = "no GPU to watch";
  std::vector<NvmlGpu> found;
  for (const WatchedGpu& wanted : wanted_) try {
      found.push_back(nvml->gpu(wanted.pci));
      watched_.push_back({.gpu = found.back(), .subject = wanted.subject});
    } catch (const Error& error) {
      why = error.what();
    }
  if (watched_.empty()) throw Error(why);
  try {
    xids_ = std::make_unique<XidWatch>(*nvml, found);
  } catch (const Error&) {
    xids_.reset();  // a container may not listen; the kernel's log tells of Xids too
  }
  nvml_ = std::move(nvml);
}

/// The counter moves in steps, several to a second: between two of them the last average holds.
void NvmlTelemetry::add_power(Watched& watched, Reading& reading) {
  const nvml::Api& api = watched.gpu.api();
  constexpr std::array fields{nvml::FieldId{nvml::field::power_instant_mw},
                              nvml::FieldId{nvml::field::memory_temperature_c}};
  const auto answers = nvml::ask_fields(watched.gpu, fields);
  if (answers.at(0).value)
    reading.add("power_w", answers.at(0), 1e-3);
  else
    reading.add("power_w", ask<unsigned>(watched.gpu, api.power), 1e-3);
  reading.add("memory_temperature_c", answers.at(1));
  const auto energy = nvml::ask_count(watched.gpu, api.energy);
  if (!energy.value) return;
  reading.add("energy_j", energy, 1e-3);
  const double now_s = clock_.now_s();
  const bool moved = watched.energy_mj && *energy.value > *watched.energy_mj;
  if (moved && now_s > watched.moved_s)
    watched.average_w =
        static_cast<double>(*energy.value - *watched.energy_mj) * 1e-3 / (now_s - watched.moved_s);
  if (moved || !watched.energy_mj || *energy.value < *watched.energy_mj) {
    watched.energy_mj = energy.value;
    watched.moved_s = now_s;
  }
  if (watched.average_w) reading.add("average_power_w", *watched.average_w);
}

void NvmlTelemetry::add_slow(Watched& watched, Reading& reading) {
  constexpr double kPeriod_s = 1;
  if (clock_.now_s() - watched.slow_s >= kPeriod_s) {
    watched.slow = nvml::read_slowly(watched.gpu);
    watched.slow_s = clock_.now_s();
  }
  for (const auto& [name, value] : watched.slow.values) reading.add(name.c_str(), value);
  if (reading.failure.empty()) reading.failure = watched.slow.failure;
}

void NvmlTelemetry::listen() {
  // Bounded: a GPU that reports without end must not hold up the readings.
  for (int i = 0; xids_ && i < 64; ++i) try {
      const auto xid = xids_->next(0);
      if (!xid) return;
      Event& event = events_.emplace_back();
      event.at = iso8601(clock_.wall_s());
      event.kind = "xid";
      event.code = xid->code;
      event.text = "Xid " + std::to_string(xid->code) + (xid->pci.empty() ? "" : " of " + xid->pci);
      const auto found = std::find_if(watched_.begin(), watched_.end(), [&](const Watched& one) {
        return one.gpu.pci() == xid->pci;
      });
      if (found != watched_.end()) event.subject = found->subject;
    } catch (const Error&) {
      return;  // what is wrong shows in the readings
    }
}

std::vector<Sensor> NvmlTelemetry::read() {
  if (!nvml_) open();
  listen();
  std::vector<Sensor> sensors;
  std::string why = "no GPU to watch";
  for (Watched& watched : watched_) {
    const std::size_t before = sensors.size();
    Reading reading{watched.subject, sensors, ""};
    add_power(watched, reading);
    add_states(watched.gpu, reading);
    // What a GPU last said is no reading of one that has fallen silent.
    if (sensors.size() > before) add_slow(watched, reading);
    if (!reading.failure.empty()) why = reading.failure;
  }
  if (sensors.empty()) throw Error(why);
  return sensors;
}

std::vector<Event> NvmlTelemetry::take_events() { return std::exchange(events_, {}); }

}  // namespace assay
