#pragma once
#include <string>
#include <vector>

#include "core/host_files.hpp"
#include "reports/certificate/certificate.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// What stands in this machine now, as the kernel and the NVIDIA driver tell it, without NVML. A
/// reading that is masked ("????????", a GUID of zeros) is unreadable, never a value.
struct Chassis {
  struct Card {
    std::string pci;
    Reading uuid, vbios;
  };
  struct Adapter {
    std::string name;
    Reading guid;
  };
  Reading machine_id, board_serial, driver;
  bool has_bus = false;     ///< there is a PCI bus to look at
  std::vector<Card> cards;  ///< NVIDIA's GPUs on it, sorted
  std::vector<Adapter> adapters;
};

[[nodiscard]] Chassis read_chassis(const HostFiles& files);

/// How `now` differs from what was tested, and what it does not tell: `fail` and `unknown` reasons.
/// The driver is looked at only where `same_driver`.
[[nodiscard]] std::vector<Reason> compare_hardware(const TestedNode& tested, const Chassis& now,
                                                   bool same_driver);

}  // namespace assay
