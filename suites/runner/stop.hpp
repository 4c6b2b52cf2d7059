#pragma once
#include <csignal>
#include <string>

#include "core/handle.hpp"

namespace assay {

/// While it lives, SIGINT and SIGTERM make fd() readable instead of ending the process, so that a
/// run can end in good order. To be made before any other thread is started; one at a time in a
/// process.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();  ///< signals act as before; one that is pending acts then
  [[nodiscard]] int fd() const noexcept { return fd_.get(); }
  /// Takes the signal that made fd() readable; the next one ends the process at once. "SIGTERM"; ""
  /// if there is none.
  [[nodiscard]] std::string take();

 private:
  sigset_t before_{};
  File fd_;
};

}  // namespace assay
