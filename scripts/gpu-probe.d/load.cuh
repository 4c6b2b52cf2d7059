#pragma once
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "cuda.hpp"
#include "nvml.hpp"

namespace probe {

/// Keeps every SM multiplying for `cycles` clock cycles.
static __global__ void burn(float* out, long long cycles) {
  const long long start = clock64();
  float a = static_cast<float>(threadIdx.x);
  float b = 1.5F;
  while (clock64() - start < cycles) {
    for (int i = 0; i < 256; ++i) {
      a = a * 0.999F + b;
      b = b * 0.998F + a;
    }
  }
  if (a == 12345.0F) out[0] = b;
}

/// Bursts of work of changing length with pauses between them, on a thread of its own, so that
/// every new reading of the power sensor differs from the one before.
class UnevenLoad {
 public:
  explicit UnevenLoad(int device) : thread_([this, device] { run(device); }) {}
  ~UnevenLoad() {
    stop_ = true;
    thread_.join();
  }
  UnevenLoad(const UnevenLoad&) = delete;
  UnevenLoad& operator=(const UnevenLoad&) = delete;

 private:
  void run(int device) {
    void* out = nullptr;
    if (cudaSetDevice(device) != cudaSuccess || cudaMalloc(&out, sizeof(float)) != cudaSuccess)
      return;
    int sms = 1;
    cudaDeviceGetAttribute(&sms, cudaDevAttrMultiProcessorCount, device);
    for (int turn = 0; !stop_; ++turn) {
      const long long cycles = 4'000'000LL * (1 + turn * 7 % 11);  // about 2 to 30 ms
      burn<<<sms * 4, 256>>>(static_cast<float*>(out), cycles);
      if (cudaDeviceSynchronize() != cudaSuccess) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1 + turn * 5 % 13));
    }
    cudaFree(out);
  }

  std::atomic<bool> stop_{false};
  std::thread thread_;  // last: it uses what stands above
};

/// When a reading that is polled fast shows a new value.
class Cadence {
 public:
  void see(double at_s, double value) {
    ++polls_;
    if (value != last_ && polls_ > 1) changes_s_.push_back(at_s);
    last_ = value;
    low_ = std::min(low_, value);
    high_ = std::max(high_, value);
  }
  /// Throws Missing if fewer than three new values were seen.
  [[nodiscard]] Facts facts() const {
    std::vector<double> gaps;
    for (std::size_t i = 1; i < changes_s_.size(); ++i)
      gaps.push_back(changes_s_[i] - changes_s_[i - 1]);
    if (gaps.size() < 2)
      throw Missing("changed " + std::to_string(changes_s_.size()) + " times only");
    std::sort(gaps.begin(), gaps.end());
    Facts facts;
    facts.set("polls", polls_);
    facts.set("new_values", changes_s_.size());
    facts.set("interval_min_s", gaps.front());
    facts.set("interval_p50_s", gaps[gaps.size() / 2]);
    facts.set("interval_max_s", gaps.back());
    facts.set("lowest", low_);
    facts.set("highest", high_);
    return facts;
  }

 private:
  long polls_ = 0;
  double last_ = 0, low_ = 1e300, high_ = -1e300;
  std::vector<double> changes_s_;
};

/// How often each power reading really gets a new value, under an uneven load of `seconds`.
inline Facts sensor_cadence(const Nvml& nvml, int device, double seconds) {
  struct Sensor {
    const char* key;
    unsigned field;  // 0: nvmlDeviceGetPowerUsage
    Cadence cadence;
    std::string failure;
  };
  Sensor sensors[] = {{"power_instant", 186, {}, {}},
                      {"power_average", 185, {}, {}},
                      {"power_usage", 0, {}, {}},
                      {"energy", 83, {}, {}}};
  const UnevenLoad load(device);
  const double start = now_s();
  long rounds = 0;
  for (; now_s() - start < seconds; ++rounds) {
    for (Sensor& sensor : sensors) {
      if (!sensor.failure.empty()) continue;
      try {
        const double value = sensor.field != 0 ? nvml.field(sensor.field)
                                               : nvml.number<unsigned>("nvmlDeviceGetPowerUsage");
        sensor.cadence.see(now_s(), value);
      } catch (const Missing& e) {
        sensor.failure = e.what();
      }
    }
  }
  Facts facts;
  facts.set("poll_period_s", seconds / static_cast<double>(rounds));
  for (const Sensor& sensor : sensors) {
    facts.find(sensor.key, [&] {
      if (!sensor.failure.empty()) throw Missing(sensor.failure);
      return sensor.cadence.facts();
    });
  }
  return facts;
}

struct PcieLink {
  unsigned generation = 0, width = 0;
};
inline PcieLink pcie_link(const Nvml& nvml) {
  return {nvml.number<unsigned>("nvmlDeviceGetCurrPcieLinkGeneration"),
          nvml.number<unsigned>("nvmlDeviceGetCurrPcieLinkWidth")};
}

/// The link's best generation and width seen while one second of copies ran, and their rate.
inline Facts pcie_under_load(const Nvml& nvml, cudaMemcpyKind kind) {
  constexpr std::size_t bytes = std::size_t{256} << 20;
  const HostBytes host = pinned_bytes(bytes);
  const DeviceArray<char> device = device_array<char>(bytes);
  const bool to_device = kind == cudaMemcpyHostToDevice;
  PcieLink best;
  const double start = now_s();
  std::size_t copied = 0;
  while (now_s() - start < 1) {
    for (int i = 0; i < 4; ++i) {
      check(cudaMemcpyAsync(to_device ? device.get() : host.get(),
                            to_device ? host.get() : device.get(), bytes, kind, nullptr),
            "copy");
    }
    copied += 4 * bytes;
    while (!is_done()) {
      const PcieLink link = pcie_link(nvml);
      best.generation = std::max(best.generation, link.generation);
      best.width = std::max(best.width, link.width);
    }
  }
  Facts facts;
  facts.set("bytes_per_s", static_cast<double>(copied) / (now_s() - start));
  facts.set("generation", best.generation);
  facts.set("width", best.width);
  return facts;
}

}  // namespace probe
