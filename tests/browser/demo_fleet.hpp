#pragma once
#include <string>
#include <vector>

#include "reports/dossier/fleet_page.hpp"

namespace assay::test {

/// A fleet that does not exist, with what its page is made of; `page` points into `nights`.
struct DemoFleet {
  std::vector<Night> nights;  ///< tonight last
  FleetPage page;
};

struct DemoSize {
  std::size_t nodes = 8, racks = 1, metrics = 24, nights = 1, links = 0;
};

/// Eight GPUs a node; one node in sixty does not pass. The same size gives the same fleet.
[[nodiscard]] DemoFleet demo_fleet(const DemoSize& size);

/// The same with words that no machine should say of itself, and with texts of `bytes` bytes.
[[nodiscard]] DemoFleet hostile_fleet(std::size_t bytes);

}  // namespace assay::test
