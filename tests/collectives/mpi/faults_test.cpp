#include "tests/collectives/mpi/ways.hpp"

namespace assay::conformance {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CommunicatorTest);
INSTANTIATE_TYPED_TEST_SUITE_P(Mpi, CommunicatorFaultTest, Processes);

}  // namespace assay::conformance
