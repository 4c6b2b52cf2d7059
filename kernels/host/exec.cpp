#include "kernels/host/exec.hpp"

#include <chrono>
#include <utility>

#include "kernels/host/faulty_ports.hpp"
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
  std::unique_ptr<Gemm> gemm;
  std::unique_ptr<Fma> fma;
  std::unique_ptr<Chase> chase;
  std::unique_ptr<Digest> digest;
  std::unique_ptr<Copies> copies;
  std::unique_ptr<Launches> launches;
};

Exec::Exec(Settings settings, Clock& clock)
    : facts_(std::move(settings.facts)),
      cpus_(std::move(settings.cpus)),
      numa_nodes_(std::move(settings.numa_nodes)),
      unit_(std::move(settings.unit)),
      isa_(settings.isa),
      clock_(clock),
      faults_(settings.script),
      team_(cpus_),
      ports_(std::make_unique<Ports>()) {
  numa_nodes_.resize(cpus_.size(), 0);
  if (facts_.isa.empty()) facts_.isa = name(isa_);
  faults_.demand_units(cpus_.size());
}

Exec::~Exec() = default;

Sampled Exec::sample(const SampleSpec& spec, const Cost& cost, const std::function<void()>& body) {
  SteadyStopwatch real;
  FaultyStopwatch stopwatch(real, faults_, clock_);
  faults_.begin_samples(spec.seconds);
  return take_samples(stopwatch, spec, cost, body);
}

double Exec::time(const Cost& cost, const std::function<void()>& body) {
  SteadyStopwatch real;
  FaultyStopwatch stopwatch(real, faults_, clock_);
  return stopwatch.time(1, body, cost);
}

std::vector<std::string> Exec::unit_names() const {
  std::vector<std::string> names;
  names.reserve(cpus_.size());
  for (std::size_t u = 0; u < cpus_.size(); ++u)
    names.push_back(cpus_[u] < 0 ? unit_ + ' ' + std::to_string(u)
                                 : "cpu " + std::to_string(cpus_[u]));
  return names;
}

Streams& Exec::streams() {
  return made(ports_->streams, [this] { return make_streams(team_, isa_, facts_.caches); });
}
Gemm& Exec::gemm() {
  return made(ports_->gemm, [this] {
    return with_faults(make_gemm(team_, isa_, is_gpu(facts_)), faults_.script());
  });
}
Fma& Exec::fma() {
  return made(ports_->fma,
              [this] { return make_fma(team_, isa_, unit_names(), faults_.script()); });
}
Chase& Exec::chase() {
  return made(ports_->chase, [] { return make_chase(); });
}
Digest& Exec::digest() {
  return made(ports_->digest, [this] {
    const bool is_gpu = facts_.subject.kind == "gpu";  // which no host is, unless it is scripted
    return with_faults(is_gpu ? make_tensor_digest(team_, unit_names(), facts_.isa)
                              : make_digest(team_, isa_, unit_names()),
                       faults_.script());
  });
}

Copies& Exec::copies() {
  return made(ports_->copies, [this] { return make_copies(team_); });
}
Launches& Exec::launches() {
  return made(ports_->launches, [this] { return make_launches(team_); });
}

}  // namespace assay::host
