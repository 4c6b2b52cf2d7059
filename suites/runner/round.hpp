#pragma once
#include <functional>
#include <string>
#include <vector>

#include "suites/runner/worker.hpp"

namespace assay {

/// What the parent does while it waits for workers.
struct Waiting {
  int stop_fd = -1;  ///< readable when the run shall stop; -1 = never
  double tick_s = 0.1;
  std::function<void()> tick;    ///< every tick_s or so
  std::function<bool()> enough;  ///< asked as often: what is under way shall end now, as if stopped
  std::function<void(const std::string&)> said;  ///< a line that a worker printed
};

/// Waits until every one of `workers`, each of which has begun a job, has a reply; in their order.
/// A worker that crashes or hangs holds up no other. Where the run is told to stop, all are killed
/// together, waited for `patience_s` at most, and every reply is `interrupted`.
[[nodiscard]] std::vector<Reply> await(const std::vector<Worker*>& workers, Clock& clock,
                                       double patience_s, const Waiting& waiting);

/// Lets workers end by themselves, all at once, for at most `patience_s` together; then kills them.
void dismiss(const std::vector<Worker*>& workers, Clock& clock, double patience_s);

}  // namespace assay
