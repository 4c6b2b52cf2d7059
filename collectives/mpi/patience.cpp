#include "collectives/mpi/patience.hpp"

#include <thread>

namespace assay {

void Patience::next() noexcept {
  began_s_ = -1;
  questions_ = 0;
}

bool Patience::again() {
  if (++questions_ < kQuestionsPerReading) return true;
  const double now = clock_.now_s();
  if (!end_s_) end_s_ = now + deadline_s_;
  if (!(now < *end_s_)) return false;
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
