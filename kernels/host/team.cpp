#include "kernels/host/team.hpp"

#include <pthread.h>

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

/// Waking sleeping threads takes tens of microseconds each, which a hundred cores would feel in
/// every call: look for the change for a while before going to sleep.
template <class T>
void wait_while(const std::atomic<T>& value, T old) {
  constexpr int looks = 2000;  // about 50 us
  for (int look = 0; look < looks; ++look) {
    if (value.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  value.wait(old, std::memory_order_acquire);
}

}  // namespace

Team::Team(const std::vector<int>& cpus) : pieces_(cpus.size()) {
  if (cpus.empty()) throw Error("a team needs at least one core");
  pthread_getaffinity_np(pthread_self(), sizeof callers_cpus_, &callers_cpus_);
  bind_to(cpus.front());
  threads_.reserve(cpus.size() - 1);
  for (std::size_t member = 1; member < cpus.size(); ++member)
    threads_.emplace_back([this, member, cpu = cpus[member]] { serve(member, cpu); });
}

Team::~Team() {
  stop_ = true;
  ++round_;
  round_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  pthread_setaffinity_np(pthread_self(), sizeof callers_cpus_, &callers_cpus_);
}

void Team::run(const std::function<void(std::size_t)>& work) {
  work_ = &work;
  busy_.store(static_cast<std::uint32_t>(threads_.size()), std::memory_order_relaxed);
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  carry_out(0);
  for (std::uint32_t busy = busy_.load(std::memory_order_acquire); busy != 0;
       busy = busy_.load(std::memory_order_acquire))
    wait_while(busy_, busy);
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Team::run_pieces(std::size_t pieces, const std::function<void(std::size_t)>& work) {
  for (std::size_t member = 0; member < size(); ++member) {
    pieces_[member].next.store(pieces * member / size(), std::memory_order_relaxed);
    pieces_[member].end = pieces * (member + 1) / size();
  }
  run([&](std::size_t member) {
    for (std::size_t k = 0; k < size(); ++k) {
      Pieces& left = pieces_[(member + k) % size()];
      const auto take = [&left] { return left.next.fetch_add(1, std::memory_order_relaxed); };
      for (std::size_t piece = take(); piece < left.end; piece = take()) work(piece);
    }
  });
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
    const std::scoped_lock lock(failure_mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

void Team::serve(std::size_t member, int cpu) {
  bind_to(cpu);
  for (std::uint32_t seen = 0;; ++seen) {
    wait_while(round_, seen);
    if (stop_) return;
    carry_out(member);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
  }
}

}  // namespace assay::host
