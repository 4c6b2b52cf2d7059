#include "collectives/mpi/small_all_reduce.hpp"

namespace assay {
namespace {

constexpr const char* kParameter = "coll_libnbc_iallreduce_algorithm";

}  // namespace

SmallAllReduce::SmallAllReduce() noexcept {
  int provided = 0;
  if (MPI_T_init_thread(MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) return;
  int index = 0;
  int values = 0;
  int now = -1;
  MPI_T_cvar_handle handle = MPI_T_CVAR_HANDLE_NULL;
  if (MPI_T_cvar_get_index(kParameter, &index) != MPI_SUCCESS) return;
  if (MPI_T_cvar_handle_alloc(index, nullptr, &handle, &values) != MPI_SUCCESS) return;
  if (values == 1 && MPI_T_cvar_read(handle, &now) == MPI_SUCCESS && now == kAsItLikes)
    handle_ = handle;
  else
    MPI_T_cvar_handle_free(&handle);
}

}  // namespace assay
