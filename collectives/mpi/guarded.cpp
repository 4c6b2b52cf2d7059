#include "collectives/mpi/guarded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "collectives/communicator.hpp"

namespace assay {

void guarded(double deadline_s, const char* doing, std::function<void()> work) {
  constexpr double kLongest_s = 1e6;  // more does not fit a time point, and nobody waits for it
  std::packaged_task<void()> task(std::move(work));
  auto done = task.get_future();
  std::thread thread(std::move(task));
  const double seconds = deadline_s > 0 ? std::min(deadline_s, kLongest_s) : 0;
  if (done.wait_for(std::chrono::duration<double>(seconds)) != std::future_status::ready) {
    thread.detach();
    throw Stalled(fmt::format("{}: not done after {:g} s", doing, seconds));
  }
  thread.join();
  done.get();
}

}  // namespace assay
