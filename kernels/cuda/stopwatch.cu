#include "kernels/cuda/stopwatch.hpp"

#include <chrono>

#include "kernels/cuda/registers.cuh"

namespace assay::cuda {
namespace {

constexpr unsigned long long kPatienceNs = 50'000'000;
/// A stream takes about a thousand launches before launching waits for room; work behind a closed
/// gate would then wait for itself.
constexpr std::size_t kMostBehindGate = 256;

__global__ void wait_at_gate(const volatile unsigned* flag, unsigned wanted) {
  const unsigned long long start = now_ns();
  while (static_cast<int>(*flag - wanted) < 0 && now_ns() - start < kPatienceNs) __nanosleep(200);
}

unsigned* word(const Pinned& pinned) { return static_cast<unsigned*>(pinned.get()); }

}  // namespace

Gate::Gate() : flag_(allocate_pinned(sizeof(unsigned))) { *word(flag_) = 0; }

void Gate::close(cudaStream_t stream) {
  wait_at_gate<<<1, 1, 0, stream>>>(word(flag_), ++closed_);
  require(status(cudaGetLastError()), "launch of wait_at_gate");
}

void Gate::open() noexcept { *static_cast<volatile unsigned*>(word(flag_)) = closed_; }

EventStopwatch::EventStopwatch(cudaStream_t stream)
    : stream_(stream), start_(make_mark()), stop_(make_mark()) {}

double EventStopwatch::time(std::size_t calls, const std::function<void()>& body, const Cost&) {
  gate_.close(stream_);
  require(status(cudaEventRecord(start_.get(), stream_)), "cudaEventRecord");
  for (std::size_t call = 0; call < calls; ++call) {
    if (call == kMostBehindGate) gate_.open();
    body();
  }
  require(status(cudaEventRecord(stop_.get(), stream_)), "cudaEventRecord");
  gate_.open();
  require(status(cudaEventSynchronize(stop_.get())), "cudaEventSynchronize after timed work");
  float ms = 0;
  require(status(cudaEventElapsedTime(&ms, start_.get(), stop_.get())), "cudaEventElapsedTime");
  return static_cast<double>(ms) * 1e-3;
}

double HostStopwatch::time(std::size_t calls, const std::function<void()>& body, const Cost&) {
  require(status(cudaStreamSynchronize(stream_)), "cudaStreamSynchronize before timed work");
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t call = 0; call < calls; ++call) body();
  require(status(cudaStreamSynchronize(stream_)), "cudaStreamSynchronize after timed work");
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace assay::cuda
