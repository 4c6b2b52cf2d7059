#include "kernels/host/exec.hpp"

#include <chrono>

#include "core/error.hpp"
#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

class SteadyStopwatch final : public Stopwatch {
 public:
  double time(std::size_t calls, const std::function<void()>& body, const Cost&) override {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t call = 0; call < calls; ++call) body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
};

/// Each port is made when a test first asks for it: OpenBLAS alone takes 30 MB.
template <class Port, class Make>
Port& made(std::unique_ptr<Port>& port, const Make& make) {
  if (!port) port = make();
  return *port;
}

}  // namespace

struct Exec::Ports {
  std::unique_ptr<Streams> streams;
};

Exec::Exec(Settings settings, Clock& clock)
    : facts_(std::move(settings.facts)),
      clock_(clock),
      faults_(settings.script),
      team_(settings.cpus),
      ports_(std::make_unique<Ports>()) {}

Exec::~Exec() = default;

Sampled Exec::sample(const SampleSpec& spec, const Cost& cost, const std::function<void()>& body) {
  SteadyStopwatch real;
  FaultyStopwatch stopwatch(real, faults_, clock_);
  faults_.begin_samples(spec.seconds);
  return take_samples(stopwatch, spec, cost, body);
}

Streams& Exec::streams() {
  return made(ports_->streams, [this] { return make_streams(team_); });
}
Gemm& Exec::gemm() { throw Error("this host device has no GEMM"); }
Fma& Exec::fma() { throw Error("this host device has no FMA kernel"); }
Chase& Exec::chase() { throw Error("this host device has no pointer chase"); }
Digest& Exec::digest() { throw Error("this host device has no digest kernel"); }

}  // namespace assay::host
