#include <gmock/gmock.h>

#include <algorithm>
#include <tuple>

#include "tests/suites/runner/doubles.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

struct Fault {
  std::string name, said;
  double timeout_s;
};

/// Every registered test, struck by every way to lose a process.
class EveryTestIsolated : public testing::TestWithParam<std::tuple<std::string, Fault>> {};

TEST_P(EveryTestIsolated, CostsOnlyItself) {
  const auto& [id, fault] = GetParam();
  SystemClock clock;
  RunSettings settings;
  settings.injections = {parse_injection(fault.name + "@" + id)};
  RunnerParts parts{
      .crews = {{"host", crew_of(worker_double("honest"))}}, .codec = codec(), .clock = clock};
  Runner runner(std::move(parts), settings);
  const PlannedTest planned{
      .id = id, .device = "host", .seconds = 0.02, .timeout_s = fault.timeout_s};
  const auto results = runner.carry_out(planned, 1, std::nullopt);
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 1U);
  EXPECT_EQ(results->front().outcome, Outcome::error);
  EXPECT_THAT(results->front().reason, HasSubstr(fault.said));
}

std::vector<std::string> all_ids() {
  Registry registry;
  host::register_all(registry);
  std::vector<std::string> ids;
  for (const auto& test : registry.tests()) ids.push_back(test.id);
  return ids;
}

INSTANTIATE_TEST_SUITE_P(
    Host, EveryTestIsolated,
    testing::Combine(testing::ValuesIn(all_ids()),
                     testing::Values(Fault{"crash", "killed by SIGSEGV", 120},
                                     Fault{"abort", "killed by SIGABRT", 120},
                                     Fault{"hang", "no answer within 0.5 s", 0.5},
                                     Fault{"silent", "status 0 without an answer", 120})),
    [](const auto& parameter) {
      std::string name = std::get<0>(parameter.param) + "_" + std::get<1>(parameter.param).name;
      std::replace(name.begin(), name.end(), '.', '_');
      return name;
    });

}  // namespace
}  // namespace assay
