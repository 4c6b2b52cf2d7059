#pragma once
#include <cstring>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <vector>

#include "core/clock.hpp"
#include "kernels/device.hpp"
#include "kernels/faults.hpp"
#include "kernels/host/compare.hpp"
#include "kernels/host/memory.hpp"
#include "kernels/host/settings.hpp"
#include "kernels/host/team.hpp"
#include "kernels/sampler.hpp"
#include "kernels/verify.hpp"

namespace assay::host {

/// n elements of T in the device's memory. Freed with the buffer; empty after a move.
template <class T>
class Buffer {
 public:
  Buffer(Pages pages, std::size_t n) : pages_(std::move(pages)), n_(n) {}
  /// Memory that somebody else made; one that owns nothing is a view.
  Buffer(std::shared_ptr<void> made, std::size_t n) : made_(std::move(made)), n_(n) {}
  [[nodiscard]] T* data() const { return static_cast<T*>(made_ ? made_.get() : pages_.data()); }
  [[nodiscard]] std::size_t size() const { return n_; }

 private:
  Pages pages_;
  std::shared_ptr<void> made_;
  std::size_t n_;
};

/// Memory of the host as a device sees it that copies to and from it: here they are one.
template <class T>
using HostBuffer = Buffer<T>;

/// The CPUs of this machine and their memory as a device in its own right.
class Exec final : public Device {
 public:
  Exec(Settings settings, Clock& clock);
  Exec(const Exec&) = delete;
  Exec& operator=(const Exec&) = delete;
  ~Exec() override;

  /// Memory whose pages lie where the threads that use them run; poisoned, so that an element that
  /// nobody writes is found (0xFF bytes: NaN as floating point).
  template <class T>
  [[nodiscard]] Buffer<T> alloc(std::size_t n) {
    static_assert(std::is_trivially_copyable_v<T>);
    Buffer<T> buffer(Pages(n * sizeof(T)), n);
    team_.run([&](std::size_t member) {
      const auto [begin, end] = team_.share(member, n);
      poison(buffer.data(), begin, end);
    });
    return buffer;
  }

  /// As alloc(), all of it near the first unit, which works alone on it.
  template <class T>
  [[nodiscard]] Buffer<T> alloc_near(std::size_t n) {
    static_assert(std::is_trivially_copyable_v<T>);
    Buffer<T> buffer(Pages(n * sizeof(T)), n);
    poison(buffer.data(), 0, n);
    return buffer;
  }

  /// Memory of the host, poisoned.
  template <class T>
  [[nodiscard]] HostBuffer<T> alloc_host(std::size_t n) {
    return alloc<T>(n);
  }
  /// buffer[i] = f(i) for all of it, without the device.
  template <class T, class F>
  void fill_host(const HostBuffer<T>& buffer, const F& f) {
    T* data = buffer.data();
    for_each(buffer.size(), [data, f](std::size_t i) { data[i] = static_cast<T>(f(i)); });
  }

  /// f(i) for every i in [0, n), all threads at once; f must not depend on the order.
  template <class F>
  void for_each(std::size_t n, const F& f) {
    team_.run([&](std::size_t member) {
      const auto share = team_.share(member, n);
      call_for(isa_, [&f, share] {
        const F mine = f;  // what f writes cannot change a copy that nobody else sees
        for (std::size_t i = share.begin; i < share.end; ++i) mine(i);
      });
    });
  }

  /// Checks every element against `expected(i)`, a Range<T>. Plants the scripted fault first, if
  /// any.
  template <class T, class F>
  [[nodiscard]] Miscompare<T> verify(const Buffer<T>& buffer, const F& expected) {
    return check(buffer, Sweep::up, expected, [](std::size_t, std::size_t) {});
  }

  /// As verify(), and gives each element the value `next(i)` as soon as it has been checked, so
  /// that a check meets neighbours of both kinds.
  template <class T, class F, class G>
  [[nodiscard]] Miscompare<T> verify_and_put(const Buffer<T>& buffer, Sweep sweep,
                                             const F& expected, const G& next) {
    T* data = buffer.data();
    return check(buffer, sweep, expected, [data, &next](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) data[i] = next(i);
    });
  }

  template <class T>
  [[nodiscard]] std::vector<T> to_host(const Buffer<T>& buffer) const {
    return {buffer.data(), buffer.data() + buffer.size()};
  }

  /// Returns when all work that was begun is done: here it always is.
  void wait() const {}
  /// Times `body`, which does `cost` a call.
  [[nodiscard]] Sampled sample(const SampleSpec& spec, const Cost& cost,
                               const std::function<void()>& body);
  /// As sample(), by the host's clock until all work is done: getting it started is timed, too.
  [[nodiscard]] Sampled sample_from_host(const SampleSpec& spec, const Cost& cost,
                                         const std::function<void()>& body) {
    return sample(spec, cost, body);
  }
  /// Announces calls of time() that shall take `seconds` in all.
  void begin_series(double seconds) { faults_.begin_samples(seconds); }
  /// Seconds that one call of `body` took, for work too long to repeat.
  [[nodiscard]] double time(const Cost& cost, const std::function<void()>& body);

  /// Where an element lies, for people.
  [[nodiscard]] std::string place(const void* element) const { return describe_address(element); }
  /// NUMA node of each member of the team.
  [[nodiscard]] const std::vector<int>& numa_nodes() const noexcept { return numa_nodes_; }
  [[nodiscard]] const DeviceFacts& facts() const override { return facts_; }
  [[nodiscard]] Team& team() noexcept { return team_; }
  [[nodiscard]] Isa isa() const noexcept { return isa_; }
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
  [[nodiscard]] std::vector<std::string> unit_names() const;
  template <class T>
  static void poison(T* data, std::size_t begin, std::size_t end) {
    if (end > begin) std::memset(static_cast<void*>(data + begin), 0xFF, (end - begin) * sizeof(T));
  }

  template <class T, class F, class After>
  Miscompare<T> check(const Buffer<T>& buffer, Sweep sweep, const F& expected, const After& after) {
    plant(buffer);
    Miscompare<T> found;
    std::mutex mutex;
    team_.run([&](std::size_t member) {
      const auto share = team_.share(member, buffer.size());
      Miscompare<T> mine;
      call_for(isa_, [&mine, &buffer, &expected, &after, share, sweep] {
        mine = compare(buffer.data(), share.begin, share.end, sweep, expected, after);
      });
      const std::scoped_lock lock(mutex);
      found.merge(mine);
    });
    return found;
  }

  template <class T>
  void plant(const Buffer<T>& buffer) {
    const Corruption corruption = faults_.next_corruption();
    if (corruption == Corruption::none || buffer.size() == 0) return;
    T* victim = buffer.data() + buffer.size() / 2;
    if (std::numeric_limits<T>::has_quiet_NaN && corruption == Corruption::nan)
      *victim = std::numeric_limits<T>::quiet_NaN();
    else if (corruption == Corruption::stuck_bit)
      reinterpret_cast<unsigned char*>(victim)[sizeof(T) / 2] |= 0x10;
    else
      reinterpret_cast<unsigned char*>(victim)[sizeof(T) / 2] ^= 0x10;
  }

  struct Ports;
  DeviceFacts facts_;
  std::vector<int> cpus_, numa_nodes_;
  std::string unit_;
  Isa isa_;
  Clock& clock_;
  Faults faults_;
  Team team_;
  std::unique_ptr<Ports> ports_;
};

}  // namespace assay::host
