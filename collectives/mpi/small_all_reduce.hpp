#pragma once
#include <mpi.h>

#include <cstdint>

namespace assay {

/// Which algorithm Open MPI takes for non-blocking all-reduces of few bytes. Left alone it reduces
/// along one tree and broadcasts along another, and so takes twice the steps of its blocking call,
/// which doubles the distance with every step. Where the parameter for it is there, and nobody has
/// set it, it is asked to double, too.
class SmallAllReduce {
 public:
  static constexpr std::int64_t kMostBytes = 8192;

  /// To be made after MPI is initialised. Never throws: without the parameter all stays as it is.
  /// What it takes goes with the process, for MPI may be stuck when this ends.
  SmallAllReduce() noexcept;
  /// To be called before each all-reduce, on all ranks with the same number.
  void prepare(std::int64_t bytes) noexcept;

 private:
  MPI_T_cvar_handle handle_ = MPI_T_CVAR_HANDLE_NULL;
  bool doubling_ = false;
};

}  // namespace assay
