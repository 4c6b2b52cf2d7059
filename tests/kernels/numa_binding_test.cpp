#include "kernels/host/numa_binding.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/error.hpp"
#include "kernels/host/topology.hpp"

namespace assay::host {
namespace {

/// Why it cannot be; "" if it is done, and stays so for this process.
std::string failure_of_binding_to(int node) {
  std::string failure;
  try {
    bind_to_numa_node(node);
  } catch (const Error& error) {
    failure = error.what();
  }
  return failure;
}

TEST(NumaBinding, ANodeThatIsNotThereIsNamed) {
  const std::string failure = failure_of_binding_to(4095);
  EXPECT_NE(failure.find("NUMA node 4095: this process may use no such"), std::string::npos)
      << failure;
}

TEST(NumaBinding, LeavesTheCpusOfTheNodeAndNoOthers) {
  const Topology before = topology_from_module();
  const int node = before.cores.front().node;
  std::set<int> wanted;
  for (const Topology::Core& core : before.cores)
    if (core.node == node) wanted.insert(core.cpu);
  const std::string failure = failure_of_binding_to(node);
  if (failure.find("refuses to bind memory") != std::string::npos)
    GTEST_SKIP() << failure << " (a container may forbid it)";
  ASSERT_EQ(failure, "");
  std::set<int> left;
  for (const Topology::Core& core : topology_from_module().cores) {
    EXPECT_EQ(core.node, node);
    left.insert(core.cpu);
  }
  EXPECT_EQ(left, wanted);
}

}  // namespace
}  // namespace assay::host
