#pragma once
#include <map>
#include <string>

#include "collectives/nccl/log.hpp"

namespace assay::nccl {

/// One port of a NIC.
struct Port {
  std::string device;  ///< "mlx5_0"
  int number = 1;
};

/// From "mlx5_0/1". Throws Error for anything else.
[[nodiscard]] Port port_from(std::string_view id);

/// What a process must find in its environment so that its NCCL sends everything by that port, also
/// within a node. NCCL reads it once.
[[nodiscard]] std::map<std::string, std::string> environment_for(const Port& port);

/// Why `log` does not prove that all data went by that port and nothing else, with what it tells
/// instead; "" where it does.
[[nodiscard]] std::string against_port(const Log& log, const Port& port);

}  // namespace assay::nccl
