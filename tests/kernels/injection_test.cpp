#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/glob.hpp"
#include "kernels/script.hpp"

namespace assay {
namespace {

TEST(Injection, ReadsFaultAndTest) {
  const Injection injection = parse_injection("slow:0.25@memory.stream_*");
  EXPECT_EQ(injection.text, "slow:0.25@memory.stream_*");
  EXPECT_EQ(injection.test_glob, "memory.stream_*");
  EXPECT_EQ(injection.script.slow, 0.25);
  EXPECT_FALSE(injection.script.flip_bit);
  EXPECT_EQ(parse_injection("flip-bit").test_glob, "*");
}

TEST(Injection, KnowsEveryFaultThatItLists) {
  for (const char* text :
       {"slow:0.5", "droop:0.5", "flip-bit", "wrong-every:7", "nan", "nan-time", "hang", "crash",
        "abort", "silent", "hot:95", "telemetry-lost", "nan-gemm", "hbm-stuck-bit", "wrong-sm:0",
        "slow-sm:17@0.5", "slow-link", "slow-link:0.25", "off-bus"})
    EXPECT_NO_THROW((void)parse_injection(text)) << text;
}

class BadInjection : public testing::TestWithParam<const char*> {};

TEST_P(BadInjection, IsAnInputErrorThatShowsIt) {
  try {
    (void)parse_injection(GetParam());
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find(GetParam()), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Texts, BadInjection,
                         testing::Values("", "@", "flip-bit@", "flip-bits", "slow",
                                         "slow:", "slow:fast", "slow:0", "slow:-1", "slow:nan",
                                         "slow:0.5x", "flip-bit:1", "wrong-every", "FLIP-BIT",
                                         " nan", "slow-sm:17", "slow-sm:@1", "slow-sm:-1@1",
                                         "slow-sm:1@0", "slow-sm:1@0.5@", "wrong-sm", "wrong-sm:x",
                                         "wrong-sm:1.5", "slow-link:", "off-bus:1",
                                         "nan:gpu=", "nan:gpu=-1", "nan:gpu=x", ":gpu=1", "nan@a@b",
                                         "nan:gpu=1@a", "nan:gpu=1:gpu=2"));

TEST(Injection, ASlowUnitHasAShareAndMayHaveATestAndAGpu) {
  const Injection plain = parse_injection("slow-sm:17@0.5");
  EXPECT_EQ(plain.script.slow_unit, (SlowUnit{17, 0.5}));
  EXPECT_EQ(plain.test_glob, "*");
  EXPECT_FALSE(plain.gpu);
  const Injection full = parse_injection("slow-sm:17@0.5@compute.fma_*:gpu=3");
  EXPECT_EQ(full.script.slow_unit, (SlowUnit{17, 0.5}));
  EXPECT_EQ(full.test_glob, "compute.fma_*");
  EXPECT_EQ(full.gpu, 3);
}

TEST(Injection, OneForAGpuReachesNoOtherDevice) {
  const std::vector<Injection> injections{parse_injection("flip-bit@digest:gpu=3"),
                                          parse_injection("droop:0.7")};
  for (std::int64_t gpu = 0; gpu < 8; ++gpu) {
    const Script script = script_for(injections, "compute.digest", {.kind = "gpu", .index = gpu});
    EXPECT_EQ(script.flip_bit, gpu == 3);
    EXPECT_EQ(script.droop, 0.7);
  }
  EXPECT_FALSE(script_for(injections, "compute.digest").flip_bit);
  EXPECT_FALSE(script_for(injections, "compute.digest", {.kind = "numa", .index = 3}).flip_bit);
}

TEST(Injection, OnlyWhatIsForATestReachesIt) {
  const std::vector<Injection> injections{parse_injection("flip-bit@digest"),
                                          parse_injection("slow:0.5@memory.*"),
                                          parse_injection("droop:0.7")};
  const Script digest = script_for(injections, "compute.digest");
  EXPECT_TRUE(digest.flip_bit);
  EXPECT_FALSE(digest.slow);
  EXPECT_EQ(digest.droop, 0.7);
  const Script read = script_for(injections, "memory.read");
  EXPECT_FALSE(read.flip_bit);
  EXPECT_EQ(read.slow, 0.5);
}

}  // namespace
}  // namespace assay
