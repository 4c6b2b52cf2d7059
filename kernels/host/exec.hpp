#pragma once
#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

#include "core/clock.hpp"
#include "kernels/device.hpp"
#include "kernels/faults.hpp"
#include "kernels/host/memory.hpp"
#include "kernels/host/team.hpp"
#include "kernels/sampler.hpp"
#include "kernels/verify.hpp"

namespace assay::host {

/// n elements of T in the device's memory. Freed with the buffer; empty after a move.
template <class T>
class Buffer {
 public:
  Buffer(Pages pages, std::size_t n) : pages_(std::move(pages)), n_(n) {}
  [[nodiscard]] T* data() const { return static_cast<T*>(pages_.data()); }
  [[nodiscard]] std::size_t size() const { return n_; }

 private:
  Pages pages_;
  std::size_t n_;
};

/// How to set up a host device.
struct Settings {
  DeviceFacts facts;      ///< see describe_host(); tests give small ones
  std::vector<int> cpus;  ///< one thread each; negative = unbound
  Script script;
};

/// The CPUs of this machine and their memory as a device in its own right.
class Exec final : public Device {
 public:
  Exec(Settings settings, Clock& clock);
  ~Exec() override;

  /// Memory whose pages lie where the threads that use them run; poisoned, so that an element that nobody
  /// writes is found (0xFF bytes: NaN as floating point).
  template <class T>
  [[nodiscard]] Buffer<T> alloc(std::size_t n) {
    static_assert(std::is_trivially_copyable_v<T>);
    Buffer<T> buffer(Pages(n * sizeof(T)), n);
    T* data = buffer.data();
    team_.run([&](std::size_t member) {
      const auto [begin, end] = team_.share(member, n);
      if (end > begin) std::memset(data + begin, 0xFF, (end - begin) * sizeof(T));
    });
    return buffer;
  }

  /// f(i) for every i in [0, n), all threads at once; f must not depend on the order.
  template <class F>
  void for_each(std::size_t n, const F& f) {
    team_.run([&](std::size_t member) {
      const auto [begin, end] = team_.share(member, n);
      for (std::size_t i = begin; i < end; ++i) f(i);
    });
  }

  /// Checks every element against `expected(i)`, a Range<T>. Plants the scripted fault first, if any.
  template <class T, class F>
  [[nodiscard]] Miscompare<T> verify(const Buffer<T>& buffer, const F& expected) {
    plant(buffer);
    Miscompare<T> found;
    found.first = buffer.size();
    std::mutex mutex;
    team_.run([&](std::size_t member) {
      const auto [begin, end] = team_.share(member, buffer.size());
      const Miscompare<T> mine = compare(buffer.data(), begin, end, expected);
      const std::lock_guard lock(mutex);
      const std::uint64_t count = found.count + mine.count;
      if (mine.count > 0 && mine.first < found.first) found = mine;
      found.count = count;
    });
    return found;
  }

  template <class T>
  [[nodiscard]] std::vector<T> to_host(const Buffer<T>& buffer) const {
    return {buffer.data(), buffer.data() + buffer.size()};
  }

  /// Times `body`, which does `cost` a call.
  [[nodiscard]] Sampled sample(const SampleSpec& spec, const Cost& cost,
                               const std::function<void()>& body);

  [[nodiscard]] const DeviceFacts& facts() const override { return facts_; }
  [[nodiscard]] Team& team() noexcept { return team_; }
  [[nodiscard]] Faults& faults() noexcept { return faults_; }
  [[nodiscard]] Clock& clock() noexcept { return clock_; }
  [[nodiscard]] Streams& streams() override;
  [[nodiscard]] Gemm& gemm() override;
  [[nodiscard]] Fma& fma() override;
  [[nodiscard]] Chase& chase() override;
  [[nodiscard]] Digest& digest() override;

 private:
  template <class T, class F>
  static Miscompare<T> compare(const T* data, std::size_t begin, std::size_t end,
                               const F& expected) {
    Miscompare<T> found;
    for (std::size_t i = begin; i < end; ++i) {
      const Range<T> right = expected(i);
      const T got = *static_cast<const volatile T*>(data + i);
      if (got >= right.low && got <= right.high) continue;
      if (found.count++ > 0) continue;
      found.first = i;
      found.actual = got;
      found.reread = *static_cast<const volatile T*>(data + i);
      found.expected = right;
    }
    return found;
  }

  template <class T>
  void plant(const Buffer<T>& buffer) {
    const Corruption corruption = faults_.next_corruption();
    if (corruption == Corruption::none || buffer.size() == 0) return;
    T* victim = buffer.data() + buffer.size() / 2;
    if (std::numeric_limits<T>::has_quiet_NaN && corruption == Corruption::nan)
      *victim = std::numeric_limits<T>::quiet_NaN();
    else
      reinterpret_cast<unsigned char*>(victim)[sizeof(T) / 2] ^= 0x10;
  }

  struct Ports;
  DeviceFacts facts_;
  Clock& clock_;
  Faults faults_;
  Team team_;
  std::unique_ptr<Ports> ports_;
};

}  // namespace assay::host
