#include "tests/collectives/mpi/ways.hpp"

namespace assay::conformance {

// What leaves aborted communicators behind has a program of its own.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CommunicatorFaultTest);
INSTANTIATE_TYPED_TEST_SUITE_P(Mpi, CommunicatorTest, Processes);

}  // namespace assay::conformance
