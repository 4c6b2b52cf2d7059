#include "collectives/mpi/patience.hpp"

#include <thread>

namespace assay {

Patience::Patience(Clock& clock, double deadline_s)
    : clock_(clock), end_s_(clock.now_s() + deadline_s) {}

void Patience::next() noexcept {
  began_s_ = -1;
  questions_ = 0;
}

bool Patience::again() {
  if (++questions_ < kQuestionsPerReading) return true;
  const double now = clock_.now_s();
  if (!(now < end_s_)) return false;
  if (began_s_ < 0) began_s_ = now;
  const double waited = now - began_s_;
  if (waited < kSpin_s) {
    questions_ = 0;
    return true;
  }
  if (waited < kYield_s)
    std::this_thread::yield();
  else
    clock_.sleep_s(kSleep_s);
  return true;
}

}  // namespace assay
