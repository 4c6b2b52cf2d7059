#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/node.hpp"
#include "suites/runner/backend.hpp"

namespace assay {

/// A GPU that is described instead of found.
struct ScriptedGpu {
  ScriptedDevice device;
  Gpu identity;  ///< as it stands in the node's inventory
  std::optional<std::int64_t> numa_node;
  std::map<std::string, double> sensors;  ///< what telemetry reads of it: "power_w"
};

/// A machine that is described instead of found: its host, and its GPUs if it has any.
struct ScriptedNode {
  ScriptedDevice host;
  std::vector<ScriptedGpu> gpus;      ///< by index
  std::vector<Injection> injections;  ///< what is wrong with them
};

/// Reads lines "name = value"; # begins a comment. They hold for the host and every GPU: memory
/// and bytes (that a test takes; both in bytes), units, bytes_per_second, flops_per_second,
/// link_bytes_per_second, seconds_per_call, name. Of GPUs: gpus (how many), and what their
/// inventory says: uuid, serial, vbios, pci, board_part, compute_capability ({} stands for the
/// index), pcie_width, numa_node, power and temperature (in W and degC). "gpu 5: name = value"
/// holds for that GPU alone; "gpu 3: FAULT[@TEST]" plants a fault in it. Throws InputError naming
/// file, line and field.
[[nodiscard]] ScriptedNode read_scripted_node(const std::string& text, const std::string& source);

/// The GPU as the subject of results, and where its worker belongs.
[[nodiscard]] DeviceSubject subject_of(const ScriptedGpu& gpu);

}  // namespace assay
