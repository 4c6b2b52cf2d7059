#include <gtest/gtest.h>

#include "tests/suites/machine/faults.hpp"

namespace assay {

const Readings& healthy() {
  static const Readings readings = flatten(observe(nullptr));
  return readings;
}

Readings merged(std::initializer_list<Readings> parts) {
  Readings all;
  for (const Readings& part : parts) all.insert(part.begin(), part.end());
  return all;
}

namespace {

std::vector<Fault> faults() {
  std::vector<Fault> all;
  for (const auto& some : {pcie_faults(), gpu_faults(), port_faults(), core_faults(), log_faults(),
                           direct_faults(), work_faults(), nvml_faults()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

class BrokenNode : public testing::TestWithParam<Fault> {};

TEST_P(BrokenNode, ChangesThisAndNothingElse) {
  const Fault& fault = GetParam();
  EXPECT_EQ(difference(healthy(), flatten(observe(fault.before, fault.during))), fault.changes);
}

INSTANTIATE_TEST_SUITE_P(System, BrokenNode, testing::ValuesIn(faults()),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace assay
