#pragma once
#include <memory>

#include "collectives/communicator.hpp"
#include "collectives/mpi/module.hpp"

namespace assay {

/// This process among those that the launcher started, for all tests of an executable: MPI can be
/// joined once.
[[nodiscard]] std::unique_ptr<Communicator>& world();

/// Opens the module of this build.
[[nodiscard]] MpiModule built_mpi_module();

}  // namespace assay
