#include "tests/collectives/conformance.hpp"
#include "tests/collectives/nccl/ranks.hpp"

namespace assay::conformance {
namespace {

/// Ranks are processes, as they are in production; the library is the stand-in over host memory.
struct Processes {
  static std::vector<int> sizes() { return {1, 2, 3, 4, 8}; }

  static Complaints run(int size, const Check& check) {
    const NcclModule module = opened_nccl_module();
    RankProcesses ranks(size, [&](int rank, SharedId& id) {
      const auto communicator = join(module, id, rank, size, kPatienceS);
      return complaints_of(*communicator, check);
    });
    return all_complaints(ranks.wait(4 * kPatienceS));
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Nccl, CommunicatorTest, Processes);
INSTANTIATE_TYPED_TEST_SUITE_P(Nccl, CommunicatorFaultTest, Processes);

}  // namespace
}  // namespace assay::conformance
