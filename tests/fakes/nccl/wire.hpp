#pragma once
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/handle.hpp"

namespace fake_nccl {

/// Where a rank listens, in network byte order.
struct Address {
  std::uint32_t ip = 0;
  std::uint16_t port = 0;
};

/// Set when a communicator is given up: everything here then throws Failure within 20 ms.
using Stop = std::atomic<bool>;

/// A socket that listens on every interface, at a port that the system chose.
struct Listener {
  Listener();
  assay::File socket;
  std::uint16_t port = 0;
};

/// FAKE_NCCL_ADDRESS, else the first address that is not the loopback's, else that.
[[nodiscard]] std::uint32_t own_ip();
/// The address by which this end of a connection is known to the other.
[[nodiscard]] std::uint32_t local_ip(const assay::File& connection);

/// Tries again while nobody listens there yet, for 10 seconds.
[[nodiscard]] assay::File connect_to(const Address& address, const Stop& stop);
[[nodiscard]] assay::File accept_from(const Listener& listener, const Stop& stop);

/// One piece of memory on its way to or from the other end of a connection.
struct Transfer {
  int connection;
  bool sends;
  std::byte* data;
  std::size_t bytes;
};

/// When the next byte may leave.
class Pace {
 public:
  /// 0 = at once.
  explicit Pace(double bytes_per_second) : bytes_per_second_(bytes_per_second) {}
  void wait() const;
  void sent(std::size_t bytes);
  /// The most to send at once.
  [[nodiscard]] std::size_t piece() const noexcept;

 private:
  double bytes_per_second_;
  std::chrono::steady_clock::time_point next_{};
};

/// Carries out all transfers at once; those of one connection and direction in their order. Throws
/// Failure where a connection is lost.
void exchange(std::vector<Transfer> transfers, const Stop& stop, Pace& pace);

/// One structure or array at a time, without a pace.
void send_all(const assay::File& to, const void* data, std::size_t bytes, const Stop& stop);
void receive_all(const assay::File& from, void* data, std::size_t bytes, const Stop& stop);

}  // namespace fake_nccl
