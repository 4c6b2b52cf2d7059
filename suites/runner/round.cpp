#include "suites/runner/round.hpp"

#include <poll.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace assay {
namespace {

int milliseconds(double seconds) {
  return static_cast<int>(std::ceil(std::clamp(seconds, 0.0, 60.0) * 1e3));
}

/// The workers that have no reply yet.
class Pending {
 public:
  explicit Pending(const std::vector<Worker*>& workers)
      : workers_(workers), replies_(workers.size()) {}
  [[nodiscard]] bool any() const {
    return std::any_of(replies_.begin(), replies_.end(),
                       [](const auto& reply) { return !reply.has_value(); });
  }
  void advance(const Waiting& waiting) {
    for (std::size_t i = 0; i < workers_.size(); ++i)
      if (!replies_[i]) replies_[i] = workers_[i]->advance(waiting.said);
  }
  /// Until something comes, falls due, or it is time to tick. True if the run shall stop.
  [[nodiscard]] bool sleep(double now_s, const Waiting& waiting) const {
    std::vector<pollfd> watched{{waiting.stop_fd, POLLIN, 0}};
    double due_s = now_s + waiting.tick_s;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (replies_[i]) continue;
      workers_[i]->add_watched(watched);
      due_s = std::min(due_s, workers_[i]->due_s());
    }
    poll(watched.data(), watched.size(), milliseconds(due_s - now_s));
    return watched.front().revents != 0;
  }
  /// To be called once there is none left.
  std::vector<Reply> take() {
    std::vector<Reply> all;
    all.reserve(replies_.size());
    for (auto& reply : replies_)
      if (reply) all.push_back(std::move(*reply));
    return all;
  }

 private:
  const std::vector<Worker*>& workers_;
  std::vector<std::optional<Reply>> replies_;
};

/// Waits for processes that are about to end. False if some has not ended in time.
bool all_ended(const std::vector<Worker*>& workers, Clock& clock, double patience_s) {
  const double until_s = clock.now_s() + patience_s;
  bool all = true;
  for (Worker* worker : workers)
    all = worker->ended_within(std::max(0.0, until_s - clock.now_s())) && all;
  return all;
}

}  // namespace

std::vector<Reply> await(const std::vector<Worker*>& workers, Clock& clock, double patience_s,
                         const Waiting& waiting) {
  Pending pending(workers);
  for (pending.advance(waiting); pending.any(); pending.advance(waiting)) {
    if (pending.sleep(clock.now_s(), waiting) || (waiting.enough && waiting.enough())) {
      for (Worker* worker : workers) worker->stop();
      (void)all_ended(workers, clock, patience_s);
      return std::vector<Reply>(workers.size(), {.kind = Reply::Kind::interrupted});
    }
    if (waiting.tick) waiting.tick();
  }
  return pending.take();
}

void dismiss(const std::vector<Worker*>& workers, Clock& clock, double patience_s) {
  for (Worker* worker : workers) worker->dismiss();
  if (all_ended(workers, clock, patience_s)) return;
  for (Worker* worker : workers) worker->stop();
}

}  // namespace assay
