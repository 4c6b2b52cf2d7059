#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "kernels/copies.hpp"

namespace assay {

/// Which end of a link carries out a transfer: its source writes, or its target reads.
enum class Direction { write, read };

/// One copy from a device's memory to another's.
struct Transfer {
  std::size_t from, to;  ///< numbers of devices
  void* target;          ///< in the memory of device `to`
  const void* source;    ///< in the memory of device `from`
  std::size_t bytes;     ///< a multiple of 16
};

/// Copies between devices of one kind that one process has open, numbered as they were given. Each
/// backend has make_peers(devices); they must outlive it.
class Peers {
 public:
  Peers() = default;
  Peers(const Peers&) = delete;
  Peers& operator=(const Peers&) = delete;
  virtual ~Peers() = default;
  /// Does `from` address the memory of `to` itself? If not, copies take a detour through the host
  /// and kernels cannot make them.
  [[nodiscard]] virtual bool direct(std::size_t from, std::size_t to) const = 0;
  /// Carries out all `transfers` at once; they start and end in the order of device `timer`'s work,
  /// so that its Exec::sample times them. Throws Error for a kernel's transfer between devices that
  /// are not direct().
  virtual void copy(std::size_t timer, Mover mover, Direction direction,
                    const std::vector<Transfer>& transfers) = 0;
};

}  // namespace assay
