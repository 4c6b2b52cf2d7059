#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "collectives/communicator.hpp"

namespace assay {

/// What joining the other ranks takes.
struct JoinOptions {
  /// For all of joining, seconds.
  double deadline_s = 30;
  /// Bytes that one call of MPI is given to deal with as single elements, those of all ranks taken
  /// together: it counts in int. What is more goes in pieces or in large blocks; lower only where a
  /// test wants to see these.
  std::int64_t most_bytes = std::numeric_limits<int>::max();
};

/// What the MPI module gives to the program that opens it. Both are built together: the names of
/// their builds must be equal.
///
/// For a process that may be lost: MPI ends the whole process in answer to some faults of a
/// network, and what began within MPI cannot always be ended.
struct MpiModule {
  std::string build;
  /// "Open MPI 4.1.4". Needs no launcher.
  std::string (*version)();
  /// All ranks that the launcher started together, once each of them was heard. Once a process.
  /// Throws Stalled naming the ranks that were not heard by the deadline, Error where MPI refuses.
  /// MPI is left when the last communicator that came of it is destroyed, unless one of them was
  /// aborted or stalled: then the process must end without it, by _exit() if it can. Buffers of
  /// what has stalled must live as long: a late rank's part still arrives there while silent()
  /// asks.
  std::unique_ptr<Communicator> (*join)(const JoinOptions& options);
};

/// What both sides must agree on before one calls the other: the compiler and the layout of what
/// passes between them.
[[nodiscard]] inline std::string mpi_module_build() {
  return std::string(__VERSION__) + ", " + std::to_string(sizeof(MpiModule)) + '/' +
         std::to_string(sizeof(JoinOptions)) + '/' + std::to_string(sizeof(Shares));
}

/// The one symbol of the module.
using DescribeMpiModule = void (*)(MpiModule& module);
inline constexpr const char* kDescribeMpiModule = "assay_describe_mpi_module";

/// Opens libassay_mpi.so and with it the MPI library of this machine. Throws Error in one line: it
/// is not built, cannot be loaded, or belongs to another build.
[[nodiscard]] MpiModule open_mpi_module();
/// As above, from a given file.
[[nodiscard]] MpiModule open_mpi_module(const std::string& path);

}  // namespace assay
