#pragma once
#include <mpi.h>

#include <cstdint>

namespace assay {

/// Which algorithm Open MPI takes for non-blocking all-reduces of few bytes. Left alone it reduces
/// along one tree and broadcasts along another, and so takes twice the steps of its blocking call,
/// which doubles the distance with every step. Where the parameter for it is there, and nobody has
/// set it, it is asked to double, too. The parameter is one for the whole process, and making a
/// communicator reduces as well: so it is set for our call only, or ranks of which some have called
/// and others have not would never understand each other again.
class SmallAllReduce {
 public:
  static constexpr std::int64_t kMostBytes = 8192;

  /// To be made after MPI is initialised. Never throws: without the parameter all stays as it is.
  /// What it takes goes with the process, for MPI may be stuck when this ends.
  SmallAllReduce() noexcept;
  /// Carries out `call`, which begins an all-reduce of so many bytes, on all ranks of a
  /// communicator with the same number.
  template <class Call>
  void around(std::int64_t bytes, const Call& call) {
    if (handle_ == MPI_T_CVAR_HANDLE_NULL || bytes > kMostBytes) return call();
    set(kRecursiveDoubling);
    call();
    set(kAsItLikes);
  }

 private:
  static constexpr int kAsItLikes = 0, kRecursiveDoubling = 4;
  void set(int algorithm) noexcept { MPI_T_cvar_write(handle_, &algorithm); }
  MPI_T_cvar_handle handle_ = MPI_T_CVAR_HANDLE_NULL;
};

}  // namespace assay
