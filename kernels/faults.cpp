#include "kernels/faults.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace assay {

void Faults::strike() const {
  if (script_.hang)
    for (;;) pause();
  if (script_.crash) {
    std::signal(SIGSEGV,
                SIG_DFL);  // a sanitizer's handler would turn the signal into an exit status
    std::raise(SIGSEGV);
  }
  if (script_.abort) {
    std::signal(SIGABRT, SIG_DFL);
    std::abort();
  }
  if (script_.silent) _exit(0);
  if (script_.gone) throw Error("the device does not open: it has fallen off the bus");
}

Corruption Faults::next_corruption() {
  ++verifications_;
  if (script_.nan) return Corruption::nan;
  if (script_.flip_bit) return Corruption::flip_bit;
  if (script_.stuck_bit) return Corruption::stuck_bit;
  const bool due = script_.wrong_every > 0 && verifications_ % script_.wrong_every == 0;
  return due ? Corruption::flip_bit : Corruption::none;
}

void Faults::begin_samples(double seconds) {
  planned_s_ = seconds;
  spent_s_ = 0;
}

bool computes_time(const Script& script) noexcept {
  return script.bytes_per_second || script.flops_per_second || script.seconds_per_call ||
         script.link_bytes_per_second;
}

void Faults::demand_units(std::size_t units) const {
  for (const auto& unit :
       {script_.wrong_unit,
        script_.slow_unit ? std::optional(script_.slow_unit->unit) : std::optional<std::int64_t>()})
    if (unit && std::cmp_greater_equal(*unit, units))
      throw Error("no fault can be planted in unit " + std::to_string(*unit) + ": the device has " +
                  std::to_string(units));
}

double Faults::computed_s(const Cost& cost) const {
  const auto part = [](double amount, const std::optional<double>& rate) {
    return rate ? amount / *rate : 0;
  };
  return std::max(
      {part(cost.bytes, script_.bytes_per_second), part(cost.flops, script_.flops_per_second),
       part(cost.link_bytes, script_.link_bytes_per_second), script_.seconds_per_call.value_or(0)});
}

double Faults::distorted(double measured_s, std::size_t calls, const Cost& cost) {
  if (script_.off_bus) throw Error("the device fell off the bus in the middle of a call");
  double seconds = computes_time() ? computed_s(cost) * static_cast<double>(calls) : measured_s;
  if (script_.slow) seconds /= *script_.slow;
  // A real device has a unit that is slow in what it does, and this sees the effect.
  if (script_.slow_unit && computes_time() && cost.flops > 0) seconds /= script_.slow_unit->share;
  if (script_.slow_link && cost.link_bytes > 0) seconds /= *script_.slow_link;
  if (script_.droop && planned_s_ > 0) {
    const double progress = std::min(1.0, spent_s_ / planned_s_);
    seconds /= 1 - (1 - *script_.droop) * progress;
  }
  spent_s_ += seconds;
  return script_.nan_time ? std::numeric_limits<double>::quiet_NaN() : seconds;
}

double FaultyStopwatch::time(std::size_t calls, const std::function<void()>& body,
                             const Cost& cost) {
  const bool computed = faults_.computes_time();
  const double from_s = clock_.now_s();
  const double measured = real_.time(computed ? 1 : calls, body, cost);
  const double seconds = faults_.distorted(measured, calls, cost);
  // What the work really took is part of it where the clock is a real one.
  if (computed) clock_.sleep_s(from_s + seconds - clock_.now_s());
  return seconds;
}

}  // namespace assay
