#include "core/stats.hpp"
#include "kernels/launches.hpp"
#include "suites/check.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Launches kernels that count themselves, by `launch`, and holds the count against what was
/// launched.
template <class Launch>
void check_count(Exec& exec, Result& result, const std::string& what, const Launch& launch) {
  constexpr std::uint64_t launches = 1000;
  const auto count = exec.alloc<std::uint64_t>(1);
  exec.for_each(1, Put<std::uint64_t, Constant<std::uint64_t>>{count.data(), {0}});
  for (std::uint64_t i = 0; i < launches; ++i) launch(count.data());
  exec.launches().wait();
  record(result, what + ": launches were lost or came twice",
         exec.verify(count, Exactly<Constant<std::uint64_t>>{{launches}}),
         [](std::size_t) { return std::string("count of launches"); });
}

/// Seconds of one `launch` of an empty kernel by the host's clock. A launch counts as one
/// operation, so that a device whose times are computed has one for it.
template <class Launch>
void measure(Exec& exec, Result& result, const char* metric, double seconds, const Launch& launch) {
  const Sampled sampled =
      exec.sample_from_host({.seconds = seconds}, {.flops = 1}, [&] { launch(nullptr); });
  result.steady = result.steady.value_or(true) && sampled.steady;
  result.params[std::string(metric) + "_launches"] = static_cast<std::int64_t>(sampled.calls);
  result.metrics.push_back(sampled_metric(metric, Unit::seconds, Better::lower, sampled.seconds));
  check_count(exec, result, metric, launch);
}

void launch(Exec& exec, const Context& context, Results& results) {
  Result& result = results.device();
  auto& launches = exec.launches();
  const double seconds = context.seconds / 4;
  result.params["units"] = static_cast<std::int64_t>(exec.facts().units);
  measure(exec, result, "kernel_latency", seconds,
          [&](std::uint64_t* count) { launches.kernel(count); });
  if (!is_gpu(exec.facts())) return;  // a host has no graphs, and kernel() has waited
  measure(exec, result, "graph_latency", seconds,
          [&](std::uint64_t* count) { launches.graph(count); });
  measure(exec, result, "round_trip_latency", seconds, [&](std::uint64_t* count) {
    launches.kernel(count);
    launches.wait();
  });
}

}  // namespace

ASSAY_TEST(launch, .summary = "an empty kernel: how long it takes to get work started",
           .seconds = {.quick = 0.5, .standard = 2, .burnin = 2},
           .gpu_seconds = Seconds{.standard = 2, .burnin = 2},
           .metrics = {{"kernel_latency", Unit::seconds, Better::lower},
                       {"graph_latency", Unit::seconds, Better::lower},
                       {"round_trip_latency", Unit::seconds, Better::lower}},
           .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
