#include "collectives/mpi/session.hpp"

#include "collectives/mpi/calls.hpp"
#include "collectives/mpi/guarded.hpp"
#include "collectives/mpi/patience.hpp"

namespace assay {
namespace {

constexpr double kFarewell_s = 5;

std::int64_t initialised(const JoinOptions& options) {
  int before = 0;
  require_mpi(MPI_Initialized(&before), "MPI_Initialized");
  if (before != 0) throw Error("MPI can be joined once a process");
  // One thread at a time calls MPI here, which is MPI_THREAD_SERIALIZED. But Open MPI then locks at
  // every step, which costs a short message half of its time, and locks nothing that it would not
  // lock for programs of one thread where nobody else calls: so it is told that nobody does.
  require_mpi(MPI_Init(nullptr, nullptr), "MPI_Init");
  for (MPI_Comm comm : {MPI_COMM_WORLD, MPI_COMM_SELF})
    require_mpi(MPI_Comm_set_errhandler(comm, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
  return options.most_bytes;
}

}  // namespace

MpiSession::MpiSession(const JoinOptions& options) : most_bytes_(initialised(options)) {}

bool MpiSession::all_leave() {
  MPI_Request request = MPI_REQUEST_NULL;
  require_mpi(MPI_Ibarrier(MPI_COMM_WORLD, &request), "MPI_Ibarrier");
  Patience patience(clock_, kFarewell_s);
  int done = 0;
  while (true) {
    require_mpi(MPI_Test(&request, &done, MPI_STATUS_IGNORE), "MPI_Test");
    if (done != 0) return true;
    if (!patience.again()) return false;
  }
}

MpiSession::~MpiSession() {
  if (!healthy_) return;
  try {
    if (!all_leave()) return;
    types_.free();
    // MPI's own end waits for the other ranks once more; one may be lost between.
    guarded(kFarewell_s, "MPI_Finalize", [] { require_mpi(MPI_Finalize(), "MPI_Finalize"); });
  } catch (const std::exception& error) {
    complain({.ok = false, .code = 0, .name = error.what()}, "leaving MPI");
  }
}

}  // namespace assay
