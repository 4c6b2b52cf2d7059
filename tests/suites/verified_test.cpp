#include "kernels/host/isa.hpp"
#include "tests/suites/every_test.hpp"

namespace assay {
namespace {

/// Tests that verify answers.
class VerifiedTest : public EveryTest {};
/// The test that writes everything everywhere.
class PatternsTest : public EveryTest {};

bool burns(const std::string& id) { return id.starts_with("burnin."); }
/// The hunt runs through every burn.
bool hunts(const std::string& id) { return id == "compute.digest" || burns(id); }

TEST_P(VerifiedTest, CatchesOneFlippedBit) {
  Script script = at_full_speed();
  script.flip_bit = true;
  const auto results = run(script);
  EXPECT_TRUE(failed_with_a_defect(results));
  for (const Result& result : results)
    for (const Defect& defect : result.defects) EXPECT_GE(defect.count, 1U);
}

/// It reads 1 whatever is written: another test's answer may have a 1 there.
TEST_P(PatternsTest, AStuckBitIsFound) {
  Script script = at_full_speed();
  script.stuck_bit = true;
  EXPECT_TRUE(failed_with_a_defect(run(script)));
}

/// Only what multiplies matrices can notice.
TEST_P(VerifiedTest, ANanInAProductIsFoundByWhatMultiplies) {
  Script script = at_full_speed();
  script.nan_gemm = true;
  const std::string& id = GetParam().id;
  const bool multiplies =
      id.find("gemm") != std::string::npos || id == "compute.transformer" || burns(id);
  EXPECT_EQ(failed_with_a_defect(run(script)), multiplies);
}

TEST_P(VerifiedTest, AWrongUnitIsNamedByTheVote) {
  Script script = at_full_speed();
  script.wrong_unit = 1;
  const auto results = run(script);
  const bool votes = hunts(GetParam().id) && host::best_isa() != host::Isa::baseline;
  if (!votes) {
    EXPECT_EQ(failed_with_a_defect(results), hunts(GetParam().id));
    return;
  }
  ASSERT_TRUE(failed_with_a_defect(results));
  EXPECT_NE(results.front().defects.front().where.find("thread 1"), std::string::npos)
      << results.front().defects.front().where;
}

TEST_P(VerifiedTest, CatchesNan) {
  Script script = at_full_speed();
  script.nan = true;
  EXPECT_TRUE(failed_with_a_defect(run(script)));
}

TEST_P(VerifiedTest, CatchesAWrongAnswerOnceInN) {
  SimulatedClock clock;
  Script script = at_full_speed();
  script.wrong_every = 5;
  host::Exec exec({small_device(), {-1, -1}, script}, clock);
  bool caught = false;
  for (int repeat = 0; repeat < 5 && !caught; ++repeat)
    caught = failed_with_a_defect(run(exec, clock));
  EXPECT_TRUE(caught);
}

TEST_P(VerifiedTest, HealthyWithEveryKindOfData) {
  for (const DataKind data : {DataKind::integer, DataKind::zeros, DataKind::ones})
    for (const Result& result : run(at_full_speed(), {.data = data}))
      EXPECT_EQ(result.outcome, Outcome::ok) << name(data) << ": " << result.reason;
}

TEST_P(VerifiedTest, HealthyWithEveryInstructionSet) {
  SimulatedClock clock;
  for (const host::Isa isa : {host::Isa::baseline, host::Isa::avx2, host::Isa::avx512}) {
    if (isa > host::best_isa()) continue;
    host::Exec exec({small_device(), {-1, -1}, at_full_speed(), {}, isa}, clock);
    for (const Result& result : run(exec, clock, {.seconds = 0.005}))
      EXPECT_EQ(result.outcome, Outcome::ok) << name(isa) << ": " << result.reason;
  }
}

bool is_verified(const Test& test) { return test.spec.verified; }
bool is_of_patterns(const Test& test) { return test.id == "memory.patterns"; }

INSTANTIATE_TEST_SUITE_P(Host, VerifiedTest, testing::ValuesIn(selected(is_verified)), case_name);
INSTANTIATE_TEST_SUITE_P(Host, PatternsTest, testing::ValuesIn(selected(is_of_patterns)),
                         case_name);

}  // namespace
}  // namespace assay
