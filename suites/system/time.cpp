#include "suites/machine/clock_state.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

#include <cmath>

namespace assay::ASSAY_BACKEND {
namespace {

/// Which clock the kernel counts with, and whether somebody keeps its wall clock right.
void time(const Context& context, Results& results) {
  Result& result = results.device();
  const std::string folder = "/sys/devices/system/clocksource/clocksource0/";
  put_fact(result, "clock_source", context.files.read(folder + "current_clocksource").text);
  put_fact(result, "clock_sources", context.files.read(folder + "available_clocksource").text);
  const ClockState state = read_clock_state(context.files);
  if (!state.why_not.empty()) {
    mark_unreadable(result, state.why_not);
    return;
  }
  put(result, "synchronised", Unit::count, Better::higher, state.synchronised ? 1 : 0);
  put(result, "offset", Unit::seconds, Better::lower, std::abs(state.offset_s));
  put(result, "maximum_error", Unit::seconds, Better::lower, state.maximum_error_s);
  put(result, "estimated_error", Unit::seconds, Better::lower, state.estimated_error_s);
}

}  // namespace

ASSAY_HOST_TEST(time, .summary = "clock source, wall clock synchronised",
                .seconds = {.quick = 0.1, .standard = 0.1, .burnin = 0.1},
                .metrics = {{"synchronised", Unit::count},
                            {"offset", Unit::seconds, Better::lower},
                            {"maximum_error", Unit::seconds, Better::lower},
                            {"estimated_error", Unit::seconds, Better::lower}});

}  // namespace assay::ASSAY_BACKEND
