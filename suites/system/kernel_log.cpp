#include "burnin/host/kernel_log.hpp"
#include "core/kernel_events.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "core/clock.hpp"
#include "core/text.hpp"
#include "suites/machine/nvidia.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

using Kind = KernelEvent::Kind;
constexpr std::array<Kind, 7> kKinds{Kind::xid, Kind::sxid, Kind::mce, Kind::edac,
                                     Kind::aer, Kind::io,   Kind::hung};
/// What happened this long before the run is this run's business too: the fault that emptied the
/// node.
constexpr double kLookBack_s = 3600;

std::string metric_of(Kind kind) {
  return kind == Kind::io ? "io_error_count" : std::string(name(kind)) + "_count";
}

/// Events of one log, by what they mean for this run.
struct Sorted {
  std::vector<KernelEvent> counted, old, undated;
};

Sorted sort_by_age(const std::vector<KernelEvent>& events, double since_wall_s) {
  Sorted sorted;
  for (const KernelEvent& event : events) {
    if (!event.wall_s)
      sorted.undated.push_back(event);
    else if (*event.wall_s < since_wall_s)
      sorted.old.push_back(event);
    else
      sorted.counted.push_back(event);
  }
  return sorted;
}

std::int64_t count(const std::vector<KernelEvent>& events, Kind kind) {
  return std::count_if(events.begin(), events.end(),
                       [&](const KernelEvent& event) { return event.kind == kind; });
}

/// Why no fault found is not the same as no fault; "" if it is.
std::string_view doubt(const KernelLog& log, const Sorted& sorted, Kind kind,
                       double run_started_wall_s) {
  if (count(sorted.undated, kind) > 0) return "the log holds such a fault without a time stamp";
  const auto from = log.from_wall_s();
  if (!from) return "no line of the log has a time stamp";
  if (log.cut_off && *from > run_started_wall_s) return "the log was overwritten during the run";
  return "";
}

std::string line_of(const KernelEvent& event, const std::vector<Gpu>& gpus) {
  const Event reported = to_event(event, gpus);
  std::string line = reported.at + " ";
  if (reported.subject.kind == "gpu") line += label(reported.subject) + ": ";
  return line + event.text;
}

/// "79 on gpu 3 x1, 94 on gpu 0 x9"
std::string codes(const std::vector<KernelEvent>& events, Kind kind, const std::vector<Gpu>& gpus) {
  std::map<std::string, int> times;
  for (const KernelEvent& event : events) {
    if (event.kind != kind) continue;
    const Gpu* gpu = gpu_at(gpus, event.pci);
    ++times[std::to_string(event.code.value_or(0)) + " on " +
            (gpu ? "gpu " + std::to_string(gpu->index) : event.pci)];
  }
  std::vector<std::string> parts;
  parts.reserve(times.size());
  for (const auto& [code, n] : times) parts.push_back(code + " x" + std::to_string(n));
  return joined(parts, ", ");
}

void put_details(const Sorted& sorted, const std::vector<Gpu>& gpus, Result& result) {
  constexpr std::size_t most = 5;
  std::vector<std::string> lines;
  for (const KernelEvent& event : sorted.counted)
    if (lines.size() < most) lines.push_back(line_of(event, gpus));
  put_fact(result, "events", joined(lines, "\n"));
  put_fact(result, "xid_codes", codes(sorted.counted, Kind::xid, gpus));
  put_fact(result, "sxid_codes", codes(sorted.counted, Kind::sxid, gpus));
  put_fact(result, "old_xid_codes", codes(sorted.old, Kind::xid, gpus));
  for (const Kind kind : kKinds)
    if (const auto n = count(sorted.old, kind); n > 0)
      put_fact(result, "old_" + metric_of(kind), std::to_string(n));
}

/// Faults that the kernel logged since the run began or within the look-back before it. Older ones
/// are facts.
void kernel_log(const Context& context, Results& results) {
  Result& result = results.device();
  result.params["look_back_s"] = kLookBack_s;
  const KernelLog log = read_kernel_log(context.files, context.clock.wall_s());
  if (!log.why_not.empty()) {
    mark_unreadable(result, log.why_not);
    return;
  }
  const double started = context.run_started_wall_s;
  const Sorted sorted = sort_by_age(kernel_events(log.records), started - kLookBack_s);
  for (const Kind kind : kKinds) {
    const auto found = count(sorted.counted, kind);
    const std::string why_not(found > 0 ? "" : doubt(log, sorted, kind, started));
    if (why_not.empty())
      put(result, metric_of(kind), Unit::count, Better::lower, static_cast<double>(found));
    else
      put_unknown(result, metric_of(kind), Unit::count, Better::lower, why_not);
  }
  put_fact(result, "source", log.source);
  put_fact(result, "from", log.from_wall_s() ? iso8601(*log.from_wall_s()) : "");
  put_details(sorted, read_gpus(context.files), result);
}

}  // namespace

ASSAY_HOST_TEST(kernel_log,
                .summary = "faults in the kernel's log: Xid, SXid, MCE, EDAC, AER, I/O, hangs",
                .seconds = {.quick = 0.2, .standard = 0.2, .burnin = 0.2},
                .metrics = {{"xid_count", Unit::count, Better::lower},
                            {"sxid_count", Unit::count, Better::lower},
                            {"mce_count", Unit::count, Better::lower},
                            {"edac_count", Unit::count, Better::lower},
                            {"aer_count", Unit::count, Better::lower},
                            {"io_error_count", Unit::count, Better::lower},
                            {"hung_task_count", Unit::count, Better::lower}},
                .brackets_run = true);

}  // namespace assay::ASSAY_BACKEND
