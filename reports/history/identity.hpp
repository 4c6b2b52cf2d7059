#pragma once
#include <string>
#include <unordered_map>

#include "reports/history/entry.hpp"

namespace assay::history {

/// What hardware is known by wherever it is: a GPU by UUID or serial, an adapter by GUID, a machine
/// by the serial of its own or of its board, its machine id or at last its host name. "" = nothing
/// that is its own.
[[nodiscard]] std::string key_of(const Node& node);
[[nodiscard]] std::string key_of(const Gpu& gpu);
[[nodiscard]] std::string key_of(const Nic& nic);

/// The devices of one report, each once, and which of them a subject belongs to.
class Devices {
 public:
  /// All that `report` lists of itself; the node comes first.
  explicit Devices(const Report& report);

  /// Index of the device that `subject` is or is a part of: hardware without a serial of its own
  /// belongs to its node.
  struct Owner {
    std::size_t device;
    std::string part;
  };
  [[nodiscard]] Owner owner_of(const Subject& subject);
  [[nodiscard]] std::vector<Device> take() { return std::move(devices_); }

 private:
  std::size_t add(Device device);
  std::vector<Device> devices_;
  std::unordered_map<std::string, std::size_t> by_key_;   ///< "kind key"
  std::unordered_map<std::string, std::size_t> by_slot_;  ///< of what was listed
};

}  // namespace assay::history
