#include "collectives/mpi/module.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "collectives/mpi/calls.hpp"
#include "collectives/mpi/communicator.hpp"
#include "collectives/mpi/guarded.hpp"
#include "collectives/mpi/version.hpp"

namespace assay {
namespace {

struct Joined {
  std::shared_ptr<MpiSession> session;
  MPI_Comm comm = MPI_COMM_NULL, voice = MPI_COMM_NULL;
};

void enter(Joined& joined, const JoinOptions& options) {
  joined.session = std::make_shared<MpiSession>(options);
  require_mpi(MPI_Comm_dup(MPI_COMM_WORLD, &joined.comm), "MPI_Comm_dup");
  require_mpi(MPI_Comm_dup(MPI_COMM_WORLD, &joined.voice), "MPI_Comm_dup");
}

std::unique_ptr<Communicator> join(const JoinOptions& options) {
  const SystemClock clock;
  const double end_s = clock.now_s() + options.deadline_s;
  const auto joined = std::make_shared<Joined>();
  try {
    guarded(options.deadline_s, "joining MPI", [joined, options] { enter(*joined, options); });
  } catch (const Stalled&) {
    // What is stuck may come back later and must not leave MPI then: nobody else would.
    (void)new std::shared_ptr<Joined>(joined);  // NOLINT(cppcoreguidelines-owning-memory)
    throw;
  }
  auto world = std::make_unique<MpiCommunicator>(joined->session, joined->comm, joined->voice);
  // The first words also open the connections over which silent() asks when others are cut.
  const std::vector<int> silent = world->silent(end_s - clock.now_s());
  if (silent.empty()) return world;
  world->abort();
  throw Stalled(fmt::format("joining MPI: ranks not heard within {:g} s: {}", options.deadline_s,
                            fmt::join(silent, ", ")));
}

std::string version() {
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
  int length = 0;
  require_mpi(MPI_Get_library_version(text.data(), &length), "MPI_Get_library_version");
  return short_version({text.data(), static_cast<std::size_t>(length)});
}

}  // namespace
}  // namespace assay

extern "C" __attribute__((visibility("default"))) void assay_describe_mpi_module(
    assay::MpiModule& module) {
  module = {assay::mpi_module_build(), assay::version, assay::join};
}
