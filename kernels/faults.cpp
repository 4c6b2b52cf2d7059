#include "kernels/faults.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <limits>

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
}

Corruption Faults::next_corruption() {
  ++verifications_;
  if (script_.nan) return Corruption::nan;
  if (script_.flip_bit) return Corruption::flip_bit;
  const bool due = script_.wrong_every > 0 && verifications_ % script_.wrong_every == 0;
  return due ? Corruption::flip_bit : Corruption::none;
}

void Faults::begin_samples(double seconds) {
  planned_s_ = seconds;
  spent_s_ = 0;
}

bool Faults::computes_time() const noexcept {
  return script_.bytes_per_second || script_.flops_per_second || script_.seconds_per_call;
}

double Faults::distorted(double measured_s, std::size_t calls, const Cost& cost) {
  double seconds = measured_s;
  if (computes_time()) {
    const double by_bytes = script_.bytes_per_second ? cost.bytes / *script_.bytes_per_second : 0;
    const double by_flops = script_.flops_per_second ? cost.flops / *script_.flops_per_second : 0;
    const double fixed = script_.seconds_per_call.value_or(0);
    seconds = std::max({by_bytes, by_flops, fixed}) * static_cast<double>(calls);
  }
  if (script_.slow) seconds /= *script_.slow;
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
  const double measured = real_.time(computed ? 1 : calls, body, cost);
  const double seconds = faults_.distorted(measured, calls, cost);
  if (computed) clock_.sleep_s(seconds - measured);
  return seconds;
}

}  // namespace assay
