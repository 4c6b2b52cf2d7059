#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "collectives/launch.hpp"
#include "tests/collectives/mpi/world.hpp"

namespace assay {

MpiModule built_mpi_module() { return open_mpi_module(ASSAY_BINARY_DIR "/lib/libassay_mpi.so"); }

std::unique_ptr<Communicator>& world() {
  static std::unique_ptr<Communicator> made;
  return made;
}

namespace {

/// The bytes that one call of MPI gets, from the environment: so that large operations, which come
/// in pieces, need no large memory.
JoinOptions options() {
  JoinOptions options{.deadline_s = 20};
  const char* most = std::getenv("ASSAY_TEST_MOST_BYTES");  // NOLINT(concurrency-mt-unsafe)
  if (most != nullptr) options.most_bytes = std::stoll(most);
  return options;
}

/// Of many ranks only rank 0 tells what it does, all tell what is wrong.
class FaultsOnly : public testing::EmptyTestEventListener {
 public:
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (result.failed())
      std::fprintf(stderr, "FAILED on rank %d: %s\n", world()->rank(), result.message());
  }
};

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const auto said = assay::launched();
  if (!said) {
    std::fputs("skipped: not started by mpirun or srun\n", stderr);
    return 77;
  }
  assay::world() = assay::built_mpi_module().join(assay::options());
  if (assay::world()->size() != said->size || assay::world()->rank() != said->rank) {
    std::fputs("MPI and the launcher disagree about who this is\n", stderr);
    return 1;
  }
  if (said->rank != 0) {
    auto& listeners = testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_result_printer());
    listeners.Append(new assay::FaultsOnly);
  }
  const int status = RUN_ALL_TESTS();
  // A rank that leaves first, without MPI's own end, would take the others with it.
  (void)assay::world()->silent(10);
  assay::world().reset();
  std::fflush(nullptr);
  // What is left of MPI after a rank was lost must not be asked to end.
  _exit(status);
}
