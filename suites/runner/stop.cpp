#include "suites/runner/stop.hpp"

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstring>

#include "core/error.hpp"

namespace assay {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

StopSignal::StopSignal() {
  const sigset_t set = stop_signals();
  require(errno_status(pthread_sigmask(SIG_BLOCK, &set, &before_) == 0), "block signals");
  fd_ = File(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  require(errno_status(static_cast<bool>(fd_)), "wait for signals");
}

StopSignal::~StopSignal() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

std::string StopSignal::take() {
  signalfd_siginfo info{};
  if (read(fd_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) return {};
  // This thread alone need not block them for a second one to end the process.
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  return "SIG" + std::string(sigabbrev_np(static_cast<int>(info.ssi_signo)));
}

}  // namespace assay
