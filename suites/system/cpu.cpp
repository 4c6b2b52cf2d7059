#include "suites/machine/cpus.hpp"

#include <limits>

#include "core/text.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

std::optional<double> as_double(std::optional<std::int64_t> value) {
  return value ? std::optional<double>(static_cast<double>(*value)) : std::nullopt;
}

void put_counts(const HostFiles& files, Result& result) {
  const CpuCounts cpus = count_cpus(files);
  std::optional<double> share;
  if (cpus.online && cpus.present.value_or(0) > 0)
    share = *as_double(cpus.online) / *as_double(cpus.present);
  put(result, "cores_online_share", Unit::ratio, Better::higher, share);
  put(result, "cores_online", Unit::count, Better::higher, as_double(cpus.online));
  put(result, "cores_present", Unit::count, Better::higher, as_double(cpus.present));
  put_fact(result, "smt", cpus.smt);
  const std::string governor = governors(files);
  put_fact(result, "governor", governor.empty() ? "none" : governor);
  put_fact(result, "cpus_offline", files.read("/sys/devices/system/cpu/offline").text);
  put_fact(result, "cpus_isolated", files.read("/sys/devices/system/cpu/isolated").text);
  put_fact(result, "cpus_allowed",
           value_of(files.read("/proc/self/status").text, "Cpus_allowed_list").value_or(""));
}

Number sum(const Number& a, const Number& b) {
  if (a.state != Reading::State::ok) return a.state == Reading::State::absent ? b : a;
  if (b.state != Reading::State::ok) return b.state == Reading::State::absent ? a : b;
  return {Reading::State::ok, *a.value + *b.value, ""};
}

void put_throttling(const Context& context, Results& results) {
  const auto counts = read_throttling(context.files);
  if (counts.empty())
    mark_absent(results.about({.kind = "cpu"}), "the CPUs count no thermal throttling");
  for (const ThrottleCount& count : counts) {
    Result& result = results.about({.kind = "cpu", .index = count.socket});
    const Number events = sum(count.cores, count.package);
    if (events.value)
      put(result, "throttle_events", Unit::count, Better::lower,
          static_cast<double>(*events.value));
    put_delta(result, context.counters, "throttle_events", "socket " + std::to_string(count.socket),
              events, std::numeric_limits<std::int64_t>::max());
  }
}

/// Logical CPUs online against those present, on the node; thermal throttling, one result a socket.
void cpu(const Context& context, Results& results) {
  put_counts(context.files, results.device());
  put_throttling(context, results);
}

}  // namespace

ASSAY_HOST_TEST(cpu, .summary = "CPUs online against present, thermal throttling during the run",
                .seconds = {.quick = 0.2, .standard = 0.2, .burnin = 0.2},
                .metrics = {{"cores_online_share", Unit::ratio},
                            {"cores_online", Unit::count},
                            {"cores_present", Unit::count},
                            {"throttle_events", Unit::count, Better::lower},
                            {"throttle_events_delta", Unit::count, Better::lower}},
                .brackets_run = true);

}  // namespace assay::ASSAY_BACKEND
