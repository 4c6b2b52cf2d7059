#pragma once
#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "core/clock.hpp"
#include "kernels/cuda/compare.cuh"
#include "kernels/cuda/status.hpp"
#include "kernels/cuda/stopwatch.hpp"
#include "kernels/device.hpp"
#include "kernels/faults.hpp"
#include "kernels/host/compare.hpp"
#include "kernels/sampler.hpp"

namespace assay::cuda {

/// n elements of T in the device's memory. Freed with the buffer; empty after a move.
template <class T>
class Buffer {
 public:
  Buffer(Memory memory, std::size_t n) : memory_(std::move(memory)), n_(n) {}
  /// Memory that somebody else made; one that owns nothing is a view.
  Buffer(std::shared_ptr<void> made, std::size_t n) : made_(std::move(made)), n_(n) {}
  [[nodiscard]] T* data() const { return static_cast<T*>(made_ ? made_.get() : memory_.get()); }
  [[nodiscard]] std::size_t size() const { return n_; }

 private:
  Memory memory_;
  std::shared_ptr<void> made_;
  std::size_t n_;
};

/// n elements of T in page-locked memory of the host, at an address that is the same on every
/// device.
template <class T>
class HostBuffer {
 public:
  HostBuffer(Pinned memory, std::size_t n) : memory_(std::move(memory)), n_(n) {}
  [[nodiscard]] T* data() const { return static_cast<T*>(memory_.get()); }
  [[nodiscard]] std::size_t size() const { return n_; }

 private:
  Pinned memory_;
  std::size_t n_;
};

template <class F>
__global__ void each(std::size_t n, F f) {
  const std::size_t stride = std::size_t{gridDim.x} * blockDim.x;
  for (std::size_t i = std::size_t{blockIdx.x} * blockDim.x + threadIdx.x; i < n; i += stride) f(i);
}

/// One NVIDIA GPU. Work is enqueued on one stream and done in order; what answers a question
/// (to_host, verify, sample, time) waits for it.
class Exec final : public Device {
 public:
  /// Opens device `ordinal` of the CUDA runtime and makes it current. Throws Error where it does
  /// not answer. `clock` must outlive it.
  Exec(int ordinal, const Subject& subject, const Script& script, Clock& clock);
  Exec(const Exec&) = delete;
  Exec& operator=(const Exec&) = delete;
  ~Exec() override;

  /// Poisoned memory, so that an element that nobody writes is found (0xFF bytes: NaN as floating
  /// point).
  template <class T>
  [[nodiscard]] Buffer<T> alloc(std::size_t n) {
    static_assert(std::is_trivially_copyable_v<T>);
    use();
    Buffer<T> buffer(allocate(std::max<std::size_t>(n, 1) * sizeof(T)), n);
    poison(buffer.data(), n * sizeof(T));
    return buffer;
  }
  /// As alloc(): all memory of a GPU is its own.
  template <class T>
  [[nodiscard]] Buffer<T> alloc_near(std::size_t n) {
    return alloc<T>(n);
  }

  /// Page-locked memory of the host, poisoned.
  template <class T>
  [[nodiscard]] HostBuffer<T> alloc_host(std::size_t n) {
    static_assert(std::is_trivially_copyable_v<T>);
    use();
    HostBuffer<T> buffer(allocate_pinned(std::max<std::size_t>(n, 1) * sizeof(T)), n);
    std::memset(static_cast<void*>(buffer.data()), 0xFF, n * sizeof(T));
    return buffer;
  }
  /// buffer[i] = f(i) for all of it, by the host.
  template <class T, class F>
  void fill_host(const HostBuffer<T>& buffer, const F& f) {
    wait();
    for (std::size_t i = 0; i < buffer.size(); ++i) buffer.data()[i] = static_cast<T>(f(i));
  }

  /// f(i) for every i in [0, n), in any order.
  template <class F>
  void for_each(std::size_t n, const F& f) {
    if (n == 0) return;
    use();
    each<<<blocks_for(n), kThreads, 0, stream()>>>(n, f);
    require(status(cudaGetLastError()), "launch of for_each");
  }

  /// Checks every element against `expected(i)`, a Range<T>. Plants the scripted fault first, if
  /// any.
  template <class T, class F>
  [[nodiscard]] Miscompare<T> verify(const Buffer<T>& buffer, const F& expected) {
    return check(buffer, Sweep::up, expected, Leave{});
  }
  /// The same in the host's memory and by the host, so that what it finds is not the link's doing
  /// on the way to the check.
  template <class T, class F>
  [[nodiscard]] Miscompare<T> verify(const HostBuffer<T>& buffer, const F& expected) {
    if (buffer.size() == 0) return {};
    use();
    plant(buffer.data() + buffer.size() / 2, sizeof(T), std::numeric_limits<T>::has_quiet_NaN);
    wait();
    return host::compare(buffer.data(), 0, buffer.size(), Sweep::up, expected,
                         [](std::size_t, std::size_t) {});
  }
  /// As verify(), and gives each element the value `next(i)` as soon as it has been checked.
  template <class T, class F, class G>
  [[nodiscard]] Miscompare<T> verify_and_put(const Buffer<T>& buffer, Sweep sweep,
                                             const F& expected, const G& next) {
    return check(buffer, sweep, expected, PutNext<G>{next});
  }

  template <class T>
  [[nodiscard]] std::vector<T> to_host(const Buffer<T>& buffer) const {
    std::vector<T> copy(buffer.size());
    use();
    read_back(copy.data(), buffer.data(), copy.size() * sizeof(T));
    return copy;
  }

  /// Returns when all work that was begun is done.
  void wait() const;
  /// Times `body`, which does `cost` a call and enqueues its work on stream().
  [[nodiscard]] Sampled sample(const SampleSpec& spec, const Cost& cost,
                               const std::function<void()>& body);
  /// As sample(), by the host's clock from the first call until all work is done: launching is
  /// timed, too.
  [[nodiscard]] Sampled sample_from_host(const SampleSpec& spec, const Cost& cost,
                                         const std::function<void()>& body);
  /// Announces calls of time() that shall take `seconds` in all.
  void begin_series(double seconds) { faults_.begin_samples(seconds); }
  /// Seconds that one call of `body` took, for work too long to repeat.
  [[nodiscard]] double time(const Cost& cost, const std::function<void()>& body);

  /// Where an element lies, for people: the device's virtual address.
  [[nodiscard]] std::string place(const void* element) const;
  [[nodiscard]] const DeviceFacts& facts() const override { return facts_; }
  [[nodiscard]] int ordinal() const noexcept { return ordinal_; }
  /// Makes this device the current one of the calling thread, as every call does that needs it: a
  /// process may have several open.
  void use() const;
  [[nodiscard]] cudaStream_t stream() const noexcept { return stream_.get(); }
  [[nodiscard]] Faults& faults() noexcept { return faults_; }
  [[nodiscard]] Clock& clock() noexcept { return clock_; }
  [[nodiscard]] Streams& streams() override;
  [[nodiscard]] Gemm& gemm() override;
  [[nodiscard]] Fma& fma() override;
  [[nodiscard]] Chase& chase() override;
  [[nodiscard]] Digest& digest() override;
  [[nodiscard]] Copies& copies() override;
  [[nodiscard]] Launches& launches() override;

 private:
  static constexpr unsigned kThreads = 256;
  [[nodiscard]] Sampled sample_by(Stopwatch& watch, const SampleSpec& spec, const Cost& cost,
                                  const std::function<void()>& body);
  [[nodiscard]] unsigned blocks_for(std::size_t n) const;
  void poison(void* data, std::size_t bytes) const;
  void read_back(void* to, const void* from, std::size_t bytes) const;
  /// Memory for what a verification finds, zeroed at its head; kept from one to the next.
  [[nodiscard]] void* scratch(std::size_t bytes);
  void plant(void* victim, std::size_t bytes, bool can_be_nan);

  template <class T, class F, class After>
  Miscompare<T> check(const Buffer<T>& buffer, Sweep sweep, const F& expected, const After& after) {
    Miscompare<T> result;
    const std::size_t n = buffer.size();
    if (n == 0) return result;
    use();
    plant(buffer.data() + n / 2, sizeof(T), std::numeric_limits<T>::has_quiet_NaN);
    auto* found = static_cast<Found<T>*>(scratch(sizeof(Found<T>)));
    compare<<<blocks_for(n), kThreads, 0, stream()>>>(buffer.data(), n, sweep, expected, after,
                                                      found);
    require(status(cudaGetLastError()), "launch of compare");
    unsigned long long count = 0;
    read_back(&count, &found->count, sizeof count);
    std::vector<WrongElement<T>> wrong(std::min<std::size_t>(count, Found<T>::kSlots));
    if (!wrong.empty()) read_back(wrong.data(), found->wrong, wrong.size() * sizeof wrong[0]);
    for (const WrongElement<T>& element : wrong) result.add(element);
    result.count = count;
    return result;
  }

  struct Ports;
  int ordinal_;
  DeviceFacts facts_;
  Clock& clock_;
  Faults faults_;
  Stream stream_;
  Memory scratch_;
  std::size_t scratch_bytes_ = 0;
  std::unique_ptr<EventStopwatch> stopwatch_;
  std::unique_ptr<Ports> ports_;
};

}  // namespace assay::cuda
