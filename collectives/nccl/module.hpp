#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "collectives/nccl/gpu_communicator.hpp"

namespace assay {

/// How a process becomes a rank.
struct NcclJoin {
  std::vector<std::byte> id;  ///< from unique_id() of one process, the same for all ranks
  int rank = 0;
  int size = 1;
  /// Buffers are host memory: only with a stand-in for the library. Else they are the memory of the
  /// CUDA device that is the calling thread's current one.
  bool host_memory = false;
  double deadline_s = 60;
};

/// What the NCCL module gives to the program that opens it. Both are built together: the names of
/// their builds must be equal. Each function throws Error where libnccl.so.2 is not to be had.
struct NcclModule {
  std::string build;
  /// Of the library that was found: "2.28.9".
  std::string (*version)();
  /// The file it was found in.
  std::string (*library)();
  /// What ranks find each other by. The process that asks must live until all have joined: the
  /// library answers them from there.
  std::vector<std::byte> (*unique_id)();
  /// Returns once all ranks have joined. Throws Stalled where they have not by the deadline, Error
  /// where the library refuses. The library reads its environment (NCCL_*) once per process.
  std::unique_ptr<GpuCommunicator> (*join)(const NcclJoin& join);
};

/// What both sides must agree on before one calls the other.
[[nodiscard]] inline std::string nccl_module_build() {
  return std::string(__VERSION__) + ", " + std::to_string(sizeof(NcclModule)) + '/' +
         std::to_string(sizeof(NcclJoin));
}

/// The one symbol of the module.
using DescribeNcclModule = void (*)(NcclModule& module);
inline constexpr const char* kDescribeNcclModule = "assay_describe_nccl_module";

/// Opens libassay_nccl.so, which initialises neither CUDA nor NCCL. Throws Error in one line: it is
/// not built, cannot be loaded, or belongs to another build.
[[nodiscard]] NcclModule open_nccl_module();
/// As above, from a given file.
[[nodiscard]] NcclModule open_nccl_module(const std::string& path);

}  // namespace assay
