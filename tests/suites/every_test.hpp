#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "collectives/local/local.hpp"
#include "kernels/host/exec.hpp"
#include "suites/registry.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
inline std::vector<Test> registered() {
  Registry registry;
  host::register_all(registry);
  return registry.tests();
}

/// Those of them that are wanted.
inline std::vector<Test> selected(bool (*wanted)(const Test&)) {
  std::vector<Test> tests;
  for (Test& test : registered())
    if (wanted(test)) tests.push_back(std::move(test));
  return tests;
}

inline std::string case_name(const testing::TestParamInfo<Test>& parameter) {
  std::string name = parameter.param.id;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

/// A small device that stands in for a GPU, which every test on a device can be carried out on; or
/// one of a host, of `kind` "node".
inline DeviceFacts small_device(const std::string& kind = "gpu", std::int64_t index = 0) {
  DeviceFacts facts;
  facts.subject.kind = kind;
  if (kind == "gpu") {
    facts.subject.index = index;
    facts.pci = fakes::HostTree::gpu(static_cast<int>(index));
  }
  facts.name = "scripted";
  facts.units = 2;
  facts.free_bytes = facts.memory_bytes = std::int64_t{64} << 20;
  facts.caches = {{1, 8 << 10}, {2, 32 << 10}, {3, 128 << 10}};
  return facts;
}

/// A device that computes its times, so that a test of a quarter of a second takes as long as its
/// arithmetic.
inline Script at_full_speed() {
  Script script;
  script.bytes_per_second = 1e8;
  script.flops_per_second = 5e8;
  return script;
}

/// What a test is given beside its device.
struct Conditions {
  DataKind data = DataKind::random;
  double seconds = 0.25;
  Level level = Level::quick;
  std::optional<SweepBounds> sweep = {};
  bool joined = true;  ///< a test that joins ranks has some to join
};

/// Every file below suites/ is held to this; it needs no test of its own to be written.
class EveryTest : public testing::TestWithParam<Test> {
 protected:
  static std::vector<Result> run(const Script& script, const Conditions& conditions = {}) {
    SimulatedClock clock;
    host::Exec exec({small_device(), {-1, -1}, script}, clock);
    return run(exec, clock, conditions);
  }

  /// On a scripted device that is a subject of this kind: "node", "gpu".
  static std::vector<Result> run_on(const std::string& kind, const Script& script,
                                    const Conditions& conditions = {}) {
    SimulatedClock clock;
    host::Exec exec({small_device(kind), {-1, -1}, script}, clock);
    return run(exec, clock, conditions);
  }

  /// Where the stand-ins for GPUs are plugged in, and watched by NVML.
  static const fakes::HostTree& tree_of_gpus() {
    static fakes::HostTree tree;
    static const bool installed = (tree.install_nvml(), true);
    (void)installed;
    return tree;
  }

  /// A test of the whole node gets a second device, of the same faults.
  static std::vector<Result> run(host::Exec& exec, Clock& clock,
                                 const Conditions& conditions = {}) {
    const auto& test = GetParam();
    const HostFiles files = test.on_device ? tree_of_gpus().files() : HostFiles();
    Counters counters;
    const auto context_on = [&](Clock& own) {
      return Context{.level = conditions.level,
                     .seconds = conditions.seconds,
                     .data = conditions.data,
                     .bytes = std::int64_t{192} << 10,
                     .files = files,
                     .clock = own,
                     .counters = counters,
                     .stint = {.of_s = conditions.seconds, .epoch_wall_s = own.wall_s()},
                     .sweep = conditions.sweep,
                     .variant = test.spec.each_port ? "mlx5_0/1" : ""};
    };
    Context context = context_on(clock);
    std::unique_ptr<host::Exec> other;
    if (test.spec.whole_node) {
      other = std::make_unique<host::Exec>(
          host::Settings{small_device("gpu", 1), {-1, -1}, exec.faults().script()}, clock);
      context.devices = {&exec, other.get()};
    }
    if (test.spec.ranked || (test.spec.joins_ranks && conditions.joined))
      return run_among_two(exec, context, context_on);
    Results results(test.id, exec.facts().subject);
    test.run(exec, context, results);
    return results.take();
  }

  /// A test of several ranks gets a second one, of the same faults, in a thread of its own.
  template <class ContextOn>
  static std::vector<Result> run_among_two(host::Exec& exec, Context context,
                                           const ContextOn& context_on) {
    const auto& test = GetParam();
    const auto ranks = local_communicators(2);
    const Script& script = exec.faults().script();
    std::thread second([&] {
      SimulatedClock simulated;
      SystemClock real;
      Clock& clock = computes_time(script) ? static_cast<Clock&>(simulated) : real;
      host::Exec other({small_device(exec.facts().subject.kind, 1), {-1, -1}, script}, clock);
      Context other_context = context_on(clock);
      other_context.devices = context.devices;
      other_context.ranks = ranks[1].get();
      Results unseen(test.id, other.facts().subject);
      try {
        test.run(other, other_context, unseen);
      } catch (const std::exception& error) {
        ADD_FAILURE() << "the second rank: " << error.what();
      }
    });
    context.ranks = ranks[0].get();
    Results results(test.id, exec.facts().subject);
    try {
      test.run(exec, context, results);
    } catch (const std::exception& error) {
      ADD_FAILURE() << "the first rank: " << error.what();
    }
    second.join();
    return results.take();
  }

  /// The metric that the test is about, from the first result that has it.
  static Metric first_metric(const std::vector<Result>& results) {
    const std::string& wanted = GetParam().spec.metrics.at(0).name;
    for (const Result& result : results)
      for (const Metric& metric : result.metrics)
        if (metric.name == wanted) return metric;
    ADD_FAILURE() << "no metric " << wanted;
    return {};
  }

  static bool failed_with_a_defect(const std::vector<Result>& results) {
    return std::any_of(results.begin(), results.end(), [](const Result& result) {
      return result.outcome == Outcome::failed && !result.reason.empty() &&
             !result.defects.empty() && !result.defects.front().what.empty();
    });
  }
};

}  // namespace assay
