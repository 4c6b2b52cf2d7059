#include <cstdint>
#include <cstdio>
#include <utility>

#include "kernels/cuda/describe.hpp"
#include "kernels/cuda/exec.cuh"
#include "kernels/cuda/ports.hpp"

namespace assay::cuda {
namespace {

/// `sticks`: the bit becomes 1 whatever it was.
__global__ void disturb(unsigned char* byte, bool sticks) {
  *byte = sticks ? *byte | 0x10 : *byte ^ 0x10;
}

Stream stream_on(int ordinal) {
  require(status(cudaSetDevice(ordinal)), "cudaSetDevice");
  return make_stream();
}

/// Each port is made when a test first asks for it: cuBLASLt alone takes 150 MB of the host.
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

Exec::Exec(int ordinal, const Subject& subject, const Script& script, Clock& clock)
    : ordinal_(ordinal),
      clock_(clock),
      faults_(script),
      stream_(stream_on(ordinal)),
      stopwatch_(std::make_unique<EventStopwatch>(stream_.get())),
      ports_(std::make_unique<Ports>()) {
  facts_ = describe(ordinal);
  const std::string uuid = facts_.subject.uuid;  // what was opened, not what was asked for
  facts_.subject = subject;
  facts_.subject.uuid = uuid;
  faults_.demand_units(static_cast<std::size_t>(facts_.units));
}

Exec::~Exec() = default;

void Exec::use() const { require(status(cudaSetDevice(ordinal_)), "cudaSetDevice"); }

void Exec::wait() const {
  require(status(cudaStreamSynchronize(stream())), "cudaStreamSynchronize");
}

unsigned Exec::blocks_for(std::size_t n) const {
  const std::size_t wanted = (n + kThreads - 1) / kThreads;
  const std::size_t resident = static_cast<std::size_t>(facts_.units) * 8;
  return static_cast<unsigned>(std::min(wanted, resident * 4));
}

void Exec::poison(void* data, std::size_t bytes) const {
  require(status(cudaMemsetAsync(data, 0xFF, bytes, stream())), "cudaMemsetAsync");
}

void Exec::read_back(void* to, const void* from, std::size_t bytes) const {
  require(status(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream())),
          "cudaMemcpyAsync to the host");
  wait();
}

void* Exec::scratch(std::size_t bytes) {
  if (bytes > scratch_bytes_) {
    scratch_ = allocate(bytes);
    scratch_bytes_ = bytes;
  }
  require(status(cudaMemsetAsync(scratch_.get(), 0, sizeof(unsigned long long), stream())),
          "cudaMemsetAsync");
  return scratch_.get();
}

void Exec::plant(void* victim, std::size_t bytes, bool can_be_nan) {
  const Corruption corruption = faults_.next_corruption();
  if (corruption == Corruption::none) return;
  if (corruption == Corruption::nan && can_be_nan) return poison(victim, bytes);  // all ones is NaN
  disturb<<<1, 1, 0, stream()>>>(static_cast<unsigned char*>(victim) + bytes / 2,
                                 corruption == Corruption::stuck_bit);
  require(status(cudaGetLastError()), "launch of disturb");
}

Sampled Exec::sample(const SampleSpec& spec, const Cost& cost, const std::function<void()>& body) {
  return sample_by(*stopwatch_, spec, cost, body);
}

Sampled Exec::sample_from_host(const SampleSpec& spec, const Cost& cost,
                               const std::function<void()>& body) {
  HostStopwatch watch(stream());
  return sample_by(watch, spec, cost, body);
}

Sampled Exec::sample_by(Stopwatch& watch, const SampleSpec& spec, const Cost& cost,
                        const std::function<void()>& body) {
  use();
  FaultyStopwatch stopwatch(watch, faults_, clock_);
  faults_.begin_samples(spec.seconds);
  return take_samples(stopwatch, spec, cost, body);
}

double Exec::time(const Cost& cost, const std::function<void()>& body) {
  use();
  return FaultyStopwatch(*stopwatch_, faults_, clock_).time(1, body, cost);
}

std::string Exec::place(const void* element) const {
  char text[40];
  std::snprintf(text, sizeof text, "address 0x%012llx",
                static_cast<unsigned long long>(reinterpret_cast<std::uintptr_t>(element)));
  return text;
}

Streams& Exec::streams() {
  use();
  return made(ports_->streams, [this] { return make_streams(stream(), facts_.units); });
}
Gemm& Exec::gemm() {
  use();
  return made(ports_->gemm, [this] { return make_gemm(stream()); });
}
Fma& Exec::fma() {
  use();
  return made(ports_->fma, [this] { return make_fma(stream(), facts_.units, faults_.script()); });
}
Chase& Exec::chase() {
  use();
  return made(ports_->chase, [this] { return make_chase(stream()); });
}
Digest& Exec::digest() {
  use();
  return made(ports_->digest,
              [this] { return make_digest(stream(), facts_.units, faults_.script()); });
}

Copies& Exec::copies() {
  use();
  return made(ports_->copies, [this] { return make_copies(stream(), facts_.units); });
}
Launches& Exec::launches() {
  use();
  return made(ports_->launches, [this] { return make_launches(stream()); });
}

}  // namespace assay::cuda
