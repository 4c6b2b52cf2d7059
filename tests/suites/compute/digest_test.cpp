#include <gmock/gmock.h>

#include <map>
#include <string>

#include "tests/suites/every_test.hpp"

// The hunt on a scripted GPU: what it finds, and how it names it.

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Result hunted(const Script& script, const std::string& kind = "gpu", std::size_t units = 4,
              const std::string& isa = "") {
  SimulatedClock clock;
  DeviceFacts facts = small_device();
  facts.isa = isa;
  facts.subject = {.kind = kind, .index = 1};
  host::Settings settings{
      .facts = facts, .script = script, .unit = kind == "gpu" ? "SM" : "thread"};
  settings.cpus.assign(units, -1);
  host::Exec exec(settings, clock);
  const HostFiles files;
  Counters counters;
  const Context context{
      .seconds = 0.05, .seed = 42, .files = files, .clock = clock, .counters = counters};
  Registry registry;
  host::register_all(registry);
  const auto* test = registry.find("compute.digest");
  Results results(test->id, facts.subject);
  test->run(exec, context, results);
  return results.take().at(0);
}

TEST(DigestTest, AHealthyGpuIsHuntedInTheTypesOfTraining) {
  const Result result = hunted(at_full_speed());
  EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
  EXPECT_EQ(std::get<std::string>(result.params.at("types")), "tf32 fp16 bf16 fp8_e4m3");
  for (const char* type : {"tf32", "fp16", "bf16", "fp8_e4m3"}) {
    EXPECT_EQ(result.facts.at("digest_" + std::string(type)).rfind("0x", 0), 0U);
    EXPECT_EQ(result.facts.count("digest_random_" + std::string(type)), 1U);
  }
  EXPECT_EQ(result.facts.at("digest_bf16"), hunted(at_full_speed()).facts.at("digest_bf16"))
      << "one seed, one digest";
}

/// Their matrix units take instructions that no kernel of ours has yet. What was not hunted in must
/// not look like what was, and is not absent either: a verdict that demands it is unknown.
TEST(DigestTest, AGpuWithoutAKernelIsSkippedWithAReasonAndRunsNothing) {
  for (const char* isa : {"sm_100", "sm_103"})
    for (const std::optional<std::int64_t> wrong : {std::optional<std::int64_t>{}, {1}}) {
      Script script = at_full_speed();
      script.wrong_unit = wrong;
      const Result result = hunted(script, "gpu", 4, isa);
      EXPECT_EQ(result.outcome, Outcome::skipped);
      EXPECT_FALSE(result.absent);
      EXPECT_THAT(result.reason, HasSubstr("no digest for the matrix units"));
      EXPECT_TRUE(result.metrics.empty());
      EXPECT_TRUE(result.defects.empty());
      EXPECT_FALSE(result.facts.contains("digest_bf16"));
    }
  for (const char* isa : {"sm_80", "sm_90", "sm_120"})
    EXPECT_EQ(hunted(at_full_speed(), "gpu", 4, isa).outcome, Outcome::ok) << isa;
}

TEST(DigestTest, TheSmThatComputesWronglyIsNamedInEveryType) {
  Script script = at_full_speed();
  script.wrong_unit = 2;
  const Result result = hunted(script);
  EXPECT_EQ(result.outcome, Outcome::failed);
  ASSERT_FALSE(result.defects.empty());
  std::map<std::string, int> found;
  for (const Defect& defect : result.defects) {
    if (defect.where.empty()) continue;  // stands for those that are not listed
    EXPECT_THAT(defect.where, AllOf(HasSubstr("SM 2, repeat "), HasSubstr("seed 42")));
    EXPECT_NE(defect.expected, defect.actual);
    for (const char* type : {"tf32", "fp16", "bf16", "fp8_e4m3"})
      for (const char* operands : {"exact", "random"})
        if (defect.where.find(std::string(type) + ", " + operands) != std::string::npos)
          ++found[std::string(type) + operands];
  }
  EXPECT_EQ(found.size(), 8U);
}

/// One unit alone, or all in the same way: no vote finds that, the right answer does.
TEST(DigestTest, AGpuWhoseEverySmIsWrongInTheSameWayIsFound) {
  Script script = at_full_speed();
  script.wrong_unit = 0;
  const Result result = hunted(script, "gpu", 1);
  EXPECT_EQ(result.outcome, Outcome::failed);
  ASSERT_FALSE(result.defects.empty());
  const Defect& defect = result.defects.front();
  EXPECT_THAT(defect.what, HasSubstr("done another way"));
  EXPECT_THAT(defect.where, HasSubstr("all units, tf32, exact operands"));
  EXPECT_FALSE(defect.expected.empty());
  EXPECT_NE(defect.expected, defect.actual);
}

/// Two units: the right answer breaks the tie and says which of them is wrong.
TEST(DigestTest, OfTwoUnitsThatDisagreeTheWrongOneIsNamed) {
  Script script = at_full_speed();
  script.wrong_unit = 1;
  const Result result = hunted(script, "gpu", 2);
  EXPECT_EQ(result.outcome, Outcome::failed);
  bool named = false;
  for (const Defect& defect : result.defects) {
    EXPECT_THAT(defect.where, testing::Not(HasSubstr("SM 0")));
    named = named || defect.where.find("SM 1") != std::string::npos;
  }
  EXPECT_TRUE(named);
}

TEST(DigestTest, AFlippedBitIsFoundOnEitherKindOfDevice) {
  Script script = at_full_speed();
  script.flip_bit = true;
  EXPECT_EQ(hunted(script).outcome, Outcome::failed);
  EXPECT_EQ(hunted(script, "node").outcome, Outcome::failed);
}

}  // namespace
}  // namespace assay
