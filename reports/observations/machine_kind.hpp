#pragma once
#include <string>

#include "reports/report.hpp"

namespace assay {

/// What is compared only with its like. Every member is text as reports say it; "" = not said.
struct MachineKind {
  std::string sku;     ///< as sku_of() names it
  std::string fabric;  ///< as fabric_of() names it
  std::string level;   ///< of the run: how long a test takes is part of what it measures
  std::string data;    ///< of the run: "random", "zeros", ...
  friend auto operator<=>(const MachineKind&, const MachineKind&) = default;
};

/// What a machine is made of: "8 x NVIDIA H100 80GB HBM3, 2 x Some CPU", with "virtual (kvm)" where
/// a hypervisor lies under it. "" where the node says nothing of its processors.
[[nodiscard]] std::string sku_of(const Node& node);

/// What joins the machine's GPUs, and the machine to others: "NV18, 8 x MT_0000000838". "none"
/// where the node names no adapter and no link.
[[nodiscard]] std::string fabric_of(const Node& node);

[[nodiscard]] MachineKind kind_of(const Report& report);

/// For people: "8 x NVIDIA H100 80GB HBM3 (fabric NV18, level quick, data random)".
[[nodiscard]] std::string describe(const MachineKind& kind);

}  // namespace assay
