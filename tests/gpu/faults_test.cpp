#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "core/error.hpp"
#include "tests/gpu/module.hpp"

// Every test of the CUDA module on a real GPU: well, it finds nothing; misbehaving, it finds that.

namespace assay {
/// How GoogleTest prints a parameter.
// NOLINTNEXTLINE(readability-identifier-naming): the name that GoogleTest looks for
static void PrintTo(const Test& test, std::ostream* out) { *out << test.id; }
}  // namespace assay

namespace assay::gpu {
namespace {

Script fault(const std::string& text) { return parse_injection(text).script; }

/// Without a library (cuBLASLt), a type or a peer there is nothing to try.
bool skipped(const std::vector<Result>& results) {
  return std::all_of(results.begin(), results.end(),
                     [](const Result& result) { return result.outcome == Outcome::skipped; });
}

bool has_defect(const std::vector<Result>& results) {
  return std::any_of(results.begin(), results.end(), [](const Result& result) {
    return result.outcome == Outcome::failed && !result.defects.empty();
  });
}

std::string told(const std::vector<Result>& results) {
  std::string text;
  for (const Result& result : results) {
    text += label(result.subject) + ": " + std::string(name(result.outcome)) + ' ' + result.reason;
    for (const Defect& defect : result.defects) text += "; " + defect.what + " at " + defect.where;
    text += '\n';
  }
  return text;
}

std::optional<double> value_of(const std::vector<Result>& results, const std::string& metric) {
  for (const Result& result : results)
    for (const Metric& found : result.metrics)
      if (found.name == metric) return found.value;
  return std::nullopt;
}

const Test& test_called(const std::string& id) {
  const auto found = std::find_if(tests().begin(), tests().end(),
                                  [&id](const Test& test) { return test.id == id; });
  if (found == tests().end()) throw Error("the module has no test " + id);
  return *found;
}

class EachTest : public testing::TestWithParam<Test> {};

TEST_P(EachTest, FindsNothingWrongWithAGpuThatIsWell) {
  const auto results = carry_out(GetParam(), {});
  if (skipped(results)) GTEST_SKIP() << told(results);
  for (const Result& result : results) EXPECT_EQ(result.outcome, Outcome::ok) << told({result});
  EXPECT_TRUE(value_of(results, GetParam().spec.metrics.at(0).name).has_value());
}

TEST_P(EachTest, FindsAFlippedBit) {
  const auto results = carry_out(GetParam(), fault("flip-bit"));
  if (skipped(results)) GTEST_SKIP() << told(results);
  EXPECT_TRUE(has_defect(results)) << told(results);
}

std::vector<Test> all_tests() { return tests(); }

std::string case_name(const testing::TestParamInfo<Test>& parameter) {
  std::string name = parameter.param.id;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cuda, EachTest, testing::ValuesIn(all_tests()), case_name);

/// A fault that does not make an answer wrong shows as this share of the healthy figure.
void expect_share(const std::string& id, const std::string& metric, const std::string& text,
                  double share) {
  const Test& test = test_called(id);
  const auto healthy = value_of(carry_out(test, {}), metric);
  const auto faulty = value_of(carry_out(test, fault(text)), metric);
  ASSERT_TRUE(healthy && faulty) << id << '.' << metric;
  EXPECT_NEAR(*faulty / *healthy, share, 0.1 * share) << text << " in " << id;
}

void expect_defect(const std::string& id, const std::string& text, const std::string& where = "") {
  const auto results = carry_out(test_called(id), fault(text));
  if (skipped(results)) GTEST_SKIP() << told(results);
  EXPECT_TRUE(has_defect(results)) << text << ": " << told(results);
  EXPECT_NE(told(results).find(where), std::string::npos) << told(results);
}

TEST(Fault, AFlippedBitInTheDigest) { expect_defect("compute.digest", "flip-bit"); }
TEST(Fault, AWrongSmIsNamed) { expect_defect("compute.digest", "wrong-sm:17", "SM 17"); }
TEST(Fault, AStuckBitOfMemory) { expect_defect("memory.patterns", "hbm-stuck-bit"); }
TEST(Fault, ANanInMemory) { expect_defect("memory.stream_copy", "nan"); }
TEST(Fault, AWrongAnswerNowAndThen) { expect_defect("memory.read", "wrong-every:1"); }
TEST(Fault, ANanInEveryProduct) {
  for (const char* id : {"compute.gemm_fp32", "compute.gemm_bf16"}) expect_defect(id, "nan-gemm");
}
TEST(Fault, ASlowSmHoldsUpArithmetic) {
  expect_share("compute.fma_fp32", "flops", "slow-sm:17@0.5", 0.5);
  expect_share("memory.read", "bandwidth", "slow-sm:17@0.5", 1);
}
TEST(Fault, ASlowLink) {
  for (const char* id : {"link.host_to_device", "link.device_to_host"})
    expect_share(id, "bandwidth", "slow-link", 0.5);
  expect_share("memory.read", "bandwidth", "slow-link", 1);
}
TEST(Fault, ASlowGpu) { expect_share("memory.read", "bandwidth", "slow:0.5", 0.5); }

TEST(Fault, ATimerWithoutAnAnswerGivesNoNumber) {
  EXPECT_FALSE(value_of(carry_out(test_called("memory.read"), fault("nan-time")), "bandwidth"));
}

TEST(Fault, AGpuThatDroops) {
  const auto results = carry_out(test_called("memory.read"), fault("droop:0.5"));
  ASSERT_FALSE(results.empty() || results.front().metrics.empty());
  ASSERT_TRUE(results.front().metrics.front().samples.has_value());
  EXPECT_LT(results.front().metrics.front().samples->droop, 0.85);
}

TEST(Fault, AGpuThatLeavesTheBus) {
  EXPECT_THROW((void)carry_out(test_called("memory.read"), fault("off-bus")), Error);
}

TEST(Fault, AnSmThatTheGpuLacksCannotBeSlow) {
  EXPECT_THROW((void)carry_out(test_called("compute.fma_fp32"), fault("slow-sm:100000@0.5")),
               std::exception);
}

}  // namespace
}  // namespace assay::gpu

// gpu_faults_test [MODULE] [GoogleTest options]
int main(int argc, char** argv) {
  try {
    const bool names_module = argc > 1 && argv[1][0] != '-';
    assay::gpu::open_module(names_module ? argv[1] : "");
    testing::InitGoogleTest(&argc, argv);
    const std::string missing = assay::gpu::what_is_missing();
    if (!missing.empty() && !testing::GTEST_FLAG(list_tests)) {
      std::cout << "skipped: " << missing << '\n';
      return 77;
    }
  } catch (const std::exception& error) {
    std::cout << "the CUDA module cannot be opened: " << error.what() << '\n';
    return 1;
  }
  return RUN_ALL_TESTS();
}
