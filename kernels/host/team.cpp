#include "kernels/host/team.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <utility>

#include "core/error.hpp"

namespace assay::host {
namespace {

/// A core that was taken from us meanwhile is not worth a failure: the thread then runs unbound.
void bind_to(int cpu) {
  if (cpu < 0) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(cpu), &set);
  const int error = pthread_setaffinity_np(pthread_self(), sizeof set, &set);
  complain({error == 0, error, "pthread_setaffinity_np"}, "bind a thread to its core");
}

}  // namespace

Team::Team(const std::vector<int>& cpus) {
  if (cpus.empty()) throw Error("a team needs at least one core");
  bind_to(cpus.front());
  threads_.reserve(cpus.size() - 1);
  for (std::size_t member = 1; member < cpus.size(); ++member)
    threads_.emplace_back([this, member, cpu = cpus[member]] { serve(member, cpu); });
}

Team::~Team() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  start_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Team::run(const std::function<void(std::size_t)>& work) {
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    busy_ = threads_.size();
    failure_ = nullptr;
    ++round_;
  }
  start_.notify_all();
  carry_out(0);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return busy_ == 0; });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

Team::Share Team::share(std::size_t member, std::size_t n, std::size_t grain) const noexcept {
  const std::size_t grains = (n + grain - 1) / grain;
  const auto cut = [&](std::size_t k) { return std::min(n, grains * k / size() * grain); };
  return {cut(member), cut(member + 1)};
}

void Team::carry_out(std::size_t member) {
  try {
    (*work_)(member);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

void Team::serve(std::size_t member, int cpu) {
  bind_to(cpu);
  for (std::size_t seen = 0;;) {
    {
      std::unique_lock lock(mutex_);
      start_.wait(lock, [&] { return stop_ || round_ != seen; });
      if (stop_) return;
      seen = round_;
    }
    carry_out(member);
    const std::lock_guard lock(mutex_);
    if (--busy_ == 0) done_.notify_one();
  }
}

}  // namespace assay::host
