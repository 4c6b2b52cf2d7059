#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/host/exec.hpp"
#include "suites/registry.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {

/// Time that passes while scripted devices work, and tells when it does: between two readings of
/// counters something can happen.
class TellingClock final : public Clock {
 public:
  [[nodiscard]] double now_s() const override { return now_s_; }
  [[nodiscard]] double wall_s() const override { return now_s_; }
  void sleep_s(double seconds) override {
    now_s_ += seconds;
    if (during) std::exchange(during, nullptr)();
  }
  std::function<void()> during;  ///< called once, when time passes for the first time

 private:
  double now_s_ = 0;
};

/// Tests on scripted devices that stand in for the GPUs of a described node with NVML.
class WatchedGpus : public testing::Test {
 protected:
  WatchedGpus() { tree_.install_nvml(); }

  /// All results of the test on the first `gpus` GPUs. `during` happens while the devices work.
  [[nodiscard]] std::vector<Result> run(const std::string& id, int gpus,
                                        const std::function<void()>& during = nullptr) {
    std::vector<std::unique_ptr<host::Exec>> devices;
    devices.reserve(static_cast<std::size_t>(gpus));
    for (int i = 0; i < gpus; ++i)
      devices.push_back(
          std::make_unique<host::Exec>(host::Settings{facts(i), {-1}, script_}, clock_));
    Registry registry;
    host::register_all(registry);
    const HostFiles files = tree_.files();
    Counters counters;
    Context context{.level = level_,
                    .seconds = 0.1,
                    .bytes = bytes_,
                    .files = files,
                    .clock = clock_,
                    .counters = counters};
    const auto* test = registry.find(id);
    if (test->spec.whole_node)
      for (const auto& device : devices) context.devices.push_back(device.get());
    Results results(id, test->spec.whole_node ? Subject{} : devices.front()->facts().subject);
    clock_.during = during;
    test->run(*devices.front(), context, results);
    return results.take();
  }

  static const Metric* find(const Result& result, const std::string& name) {
    for (const Metric& metric : result.metrics)
      if (metric.name == name) return &metric;
    return nullptr;
  }
  static std::optional<double> value(const Result& result, const std::string& name) {
    if (const Metric* metric = find(result, name)) return metric->value;
    ADD_FAILURE() << "no metric " << name;
    return {};
  }

  fakes::HostTree tree_;
  TellingClock clock_;
  Script script_ = {.bytes_per_second = 1e9};
  Level level_ = Level::quick;
  std::int64_t bytes_ = std::int64_t{1} << 18;
  std::int64_t memory_ = std::int64_t{64} << 20;

 private:
  [[nodiscard]] DeviceFacts facts(int number) const {
    DeviceFacts facts;
    facts.subject = {.kind = "gpu", .index = number};
    facts.pci = fakes::HostTree::gpu(number);
    facts.free_bytes = facts.memory_bytes = memory_;
    return facts;
  }
};

}  // namespace assay
