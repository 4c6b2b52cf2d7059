#include "burnin/conclude/throttle.hpp"

#include "tests/burnin/burn/played.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using Kind = SimulatedFault::Kind;

constexpr std::array kShown{ThrottleCause::clock_setting, ThrottleCause::power_cap,
                            ThrottleCause::hardware,      ThrottleCause::sync_boost,
                            ThrottleCause::thermal,       ThrottleCause::hardware_thermal,
                            ThrottleCause::power_brake};

/// Bits of the reasons in `choice`, one bit of it each.
std::uint32_t bits_of(unsigned choice) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < kShown.size(); ++i)
    if ((choice >> i & 1U) != 0) bits |= throttle_bit(kShown.at(i));
  return bits;
}

TEST(BurnThrottling, EveryCombinationOfReasonsIsTakenApart) {
  for (unsigned choice = 0; choice < 1U << kShown.size(); ++choice) {
    const Scenario scenario{.faults = {{.kind = Kind::throttle,
                                        .gpu = 1,
                                        .amount = 0.01,
                                        .from_s = 600,
                                        .to_s = 1200,
                                        .bits = bits_of(choice)}},
                            .hours = 0.5,
                            .gpus = std::vector<SimulatedGpu>(3)};
    const PlayedBurn played = scenario.played();
    const Result& result = of_gpu(played, 1);
    for (std::size_t i = 0; i < kShown.size(); ++i) {
      const bool there = (choice >> i & 1U) != 0;
      const bool told = !fact_of(result, std::string(name(kShown.at(i)))).empty();
      EXPECT_EQ(told, there && kShown.at(i) != ThrottleCause::sync_boost) << choice << " " << i;
    }
    const unsigned faults =
        (choice >> 2U & 1U) + (choice >> 4U & 1U) + (choice >> 5U & 1U) + (choice >> 6U & 1U);
    EXPECT_NEAR(value_of(result, "throttled_fault"), 600 * faults, 30 * faults) << choice;
    EXPECT_NEAR(value_of(result, "throttled_configuration"), (choice & 1U) * 600, 30) << choice;
    EXPECT_EQ(value_of(of_gpu(played, 0), "throttled_fault"), 0);
  }
}

std::vector<SimulatedGpu> capped_gpus() {
  std::vector<SimulatedGpu> gpus(8);
  for (SimulatedGpu& gpu : gpus) gpu.full_w = 740;  // more than they may
  return gpus;
}

TEST(BurnThrottling, APowerCapAtTheDefaultLimitIsBenign) {
  const PlayedBurn played = Scenario{.gpus = capped_gpus()}.played();
  for (int gpu = 0; gpu < 8; ++gpu) {
    const Result& result = of_gpu(played, gpu);
    EXPECT_EQ(value_of(result, "throttled_fault"), 0);
    EXPECT_GT(value_of(result, "throttled_benign"), 7000);
    EXPECT_NEAR(value_of(result, "power_limit_share"), 1, 0.02);
    EXPECT_THAT(fact_of(result, "throttle_power_cap"), HasSubstr("benign"));
  }
}

TEST(BurnThrottling, ALoweredPowerLimitIsAFindingOfItsOwn) {
  const PlayedBurn played =
      Scenario{.faults = {{.kind = Kind::power_limit, .gpu = 4, .amount = 500}}}.played();
  EXPECT_EQ(value_of(of_gpu(played, 4), "throttled_benign"), 0);
  EXPECT_GT(value_of(of_gpu(played, 4), "throttled_configuration") +
                value_of(of_gpu(played, 4), "throttled_fault"),
            7000);
  EXPECT_EQ(value_of(of_gpu(played, 3), "throttled_fault"), 0);
}

TEST(BurnThrottling, APowerCapAtTheLimitOfTheProfileIsBenignToo) {
  std::vector<SimulatedGpu> gpus = capped_gpus();
  for (SimulatedGpu& gpu : gpus) gpu.power_limit_w = 500;
  const PlayedBurn lowered = Scenario{.gpus = gpus}.played();
  EXPECT_THAT(fact_of(of_gpu(lowered, 4), "throttle_power_cap"), HasSubstr("configuration"));
  const PlayedBurn meant = Scenario{.gpus = gpus, .power_limit_w = 500}.played();
  EXPECT_THAT(fact_of(of_gpu(meant, 4), "throttle_power_cap"), HasSubstr("benign"));
}

TEST(BurnThrottling, ACappedGpuThatIsSlowerThanItsPeersNeedsMorePower) {
  std::vector<SimulatedGpu> gpus = capped_gpus();
  gpus[4].full_w = 800;
  const PlayedBurn played = Scenario{.gpus = gpus}.played();
  EXPECT_THAT(fact_of(of_gpu(played, 4), "throttle_power_cap"), HasSubstr("fault"));
  EXPECT_THAT(fact_of(of_gpu(played, 3), "throttle_power_cap"), HasSubstr("benign"));
}

}  // namespace
}  // namespace assay
