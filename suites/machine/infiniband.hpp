#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/host_files.hpp"
#include "suites/machine/number.hpp"

namespace assay {

/// A counter of an RDMA port: its file below the port's folder and how many bits it has. The first
/// ones are those of the PortCounters attribute, which stop at their maximum (InfiniBand
/// Architecture Specification volume 1, section 16.1.3.5).
struct PortCounterKind {
  std::string_view name;    ///< of the metric
  std::string_view folder;  ///< "counters" or "hw_counters"
  std::string_view file;
  int bits;
};
[[nodiscard]] const std::vector<PortCounterKind>& port_counter_kinds();

/// The value at which a counter of at least `bits` that shows `now` stops. A counter that shows
/// more than it could hold is a wider one of a newer device.
[[nodiscard]] std::int64_t counter_maximum(int bits, std::int64_t now) noexcept;

struct PortCounter {
  const PortCounterKind* kind;
  Number now;
};

/// One port of an RDMA device, InfiniBand or RoCE.
struct RdmaPort {
  std::string id;                         ///< "mlx5_0/1"
  std::string device, board, link_layer;  ///< "mlx5_0", "MT_0000000838", "InfiniBand"
  Reading state, physical_state;          ///< "4: ACTIVE", "5: LinkUp"
  Reading rate_text;                      ///< "400 Gb/sec (4X NDR)"
  std::optional<double> rate;             ///< bits per second
  std::vector<PortCounter> counters;      ///< those that the port has
};

/// Is it there for others, as the subnet manager or the driver says?
[[nodiscard]] bool is_active(const RdmaPort& port);

/// "400 Gb/sec (4X NDR)" -> 400e9.
[[nodiscard]] std::optional<double> port_rate(std::string_view text);

/// All ports, by device and number.
[[nodiscard]] std::vector<RdmaPort> read_rdma_ports(const HostFiles& files);

/// The highest rate among the other ports of the same board and link layer; nothing if there are
/// none.
[[nodiscard]] std::optional<double> peer_rate(const std::vector<RdmaPort>& ports,
                                              const RdmaPort& port);

}  // namespace assay
