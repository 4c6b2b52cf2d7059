#pragma once
#include <initializer_list>
#include <string>
#include <vector>

#include "tests/suites/machine/observe.hpp"

namespace assay {

/// One way in which a node is broken, and everything that it changes: nothing else may.
struct Fault {
  std::string name;
  Change before, during;
  Readings changes;
};

/// Readings of the unbroken tree.
[[nodiscard]] const Readings& healthy();

/// All of the parts; where two name one key the first one counts.
[[nodiscard]] Readings merged(std::initializer_list<Readings> parts);

[[nodiscard]] std::vector<Fault> pcie_faults();
[[nodiscard]] std::vector<Fault> gpu_faults();
[[nodiscard]] std::vector<Fault> port_faults();
[[nodiscard]] std::vector<Fault> core_faults();
[[nodiscard]] std::vector<Fault> log_faults();
[[nodiscard]] std::vector<Fault> direct_faults();
[[nodiscard]] std::vector<Fault> work_faults();
[[nodiscard]] std::vector<Fault> nvml_faults();

}  // namespace assay
