#pragma once
#include "tests/collectives/conformance.hpp"
#include "tests/collectives/mpi/world.hpp"

namespace assay {

/// The ranks are the processes that the launcher started.
struct Processes {
  static std::vector<int> sizes() {
    const int all = world()->size();
    return all == 1 ? std::vector{1} : std::vector{1, all - 1, all};
  }
  static conformance::Complaints run(int size, const conformance::Check& check) {
    const auto part = world()->split(world()->rank() < size ? 0 : -1, conformance::kPatienceS);
    if (!part) return {};
    return conformance::complaints_of(*part, check);
  }
};

}  // namespace assay
