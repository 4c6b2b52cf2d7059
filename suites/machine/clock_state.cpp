#include "suites/machine/clock_state.hpp"

#include <sys/timex.h>

#include <cerrno>
#include <cstring>

#include "core/text.hpp"

namespace assay {
namespace {

ClockState state_of(std::int64_t status, std::int64_t offset, std::int64_t maximum,
                    std::int64_t estimated) {
  ClockState state;
  state.synchronised = (status & STA_UNSYNC) == 0;
  const double offset_unit_s = (status & STA_NANO) != 0 ? 1e-9 : 1e-6;
  state.offset_s = offset_unit_s * static_cast<double>(offset);
  state.maximum_error_s = 1e-6 * static_cast<double>(maximum);
  state.estimated_error_s = 1e-6 * static_cast<double>(estimated);
  return state;
}

ClockState unknown_state(const std::string& why_not) {
  ClockState state;
  state.why_not = why_not;
  return state;
}

}  // namespace

ClockState parse_adjtimex(const std::string& text) {
  const auto number = [&](std::string_view key) {
    const auto value = value_of(text, key);
    return value ? whole_number(value->substr(0, value->find(' '))) : std::nullopt;
  };
  const auto status = number("status");
  const auto maximum = number("maxerror");
  if (!status || !maximum) return unknown_state("neither status nor maxerror in it");
  return state_of(*status, number("offset").value_or(0), *maximum, number("esterror").value_or(0));
}

ClockState read_clock_state(const HostFiles& files) {
  if (files.is_this_machine()) {
    timex kernel{};
    if (adjtimex(&kernel) < 0)
      return unknown_state(std::string("adjtimex: ") + strerrordesc_np(errno));
    return state_of(kernel.status, kernel.offset, kernel.maxerror, kernel.esterror);
  }
  const Reading reading = files.read("/run/adjtimex");
  if (!reading.ok())
    return unknown_state("/run/adjtimex: " + (reading.reason.empty() ? "absent" : reading.reason));
  ClockState state = parse_adjtimex(reading.text);
  if (!state.why_not.empty()) state.why_not = "/run/adjtimex: " + state.why_not;
  return state;
}

}  // namespace assay
