#include "reports/peers/night.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/error.hpp"
#include "reports/peers/judge_peers.hpp"
#include "reports/peers/simulate/fleet.hpp"

namespace assay {
namespace {

Night small() { return peers::Fleet({.nodes = 9, .gpu_metrics = 2, .node_metrics = 1}).night(0); }

TEST(Night, AGeneratedOneFits) { EXPECT_NO_THROW(require_shape(small())); }

TEST(Night, EveryMisfitIsRefused) {
  const std::vector<std::function<void(Night&)>> misfits{
      [](Night& night) { night.values.pop_back(); },
      [](Night& night) { night.hostnames.emplace_back("one more"); },
      [](Night& night) { night.serials.pop_back(); },
      [](Night& night) { night.dates = {20'000}; },
      [](Night& night) { night.sku.word_of.front() = 7; },
      [](Night& night) { night.rack.word_of.pop_back(); },
      [](Night& night) { night.identity.front().word_of.front() = 99; },
      [](Night& night) { night.slots.front().serials = {"one"}; },
      [](Night& night) { night.columns.front().slot = 99; },
      [](Night& night) { night.digests.front().present.pop_back(); },
      [](Night& night) { night.digests.front().slot = 99; }};
  for (std::size_t i = 0; i < misfits.size(); ++i) {
    Night night = small();
    misfits[i](night);
    EXPECT_THROW(require_shape(night), Error) << i;
    EXPECT_THROW((void)judge_peers(night, {}), Error) << i;
  }
}

TEST(Night, WhatNoFloatHoldsIsInfinite) {
  EXPECT_EQ(night_value(0.5), 0.5F);
  EXPECT_EQ(night_value(1e30), 1e30F);
  EXPECT_EQ(night_value(1e300), std::numeric_limits<float>::infinity());
  EXPECT_EQ(night_value(-1e300), -std::numeric_limits<float>::infinity());
  EXPECT_TRUE(std::isnan(night_value(std::nan(""))));
}

TEST(Night, AbsentWordsAreNoMisfit) {
  Night night = small();
  night.rack = night.leaf = night.su = {};
  night.sku = {};
  night.identity.clear();
  night.digests.clear();
  night.serials.clear();
  EXPECT_NO_THROW((void)judge_peers(night, {}));
  EXPECT_EQ(night.rack.of(3), "");
}

TEST(Night, AnEmptyOneIsJudged) {
  const PeerJudgement judgement = judge_peers(Night{}, {});
  EXPECT_TRUE(judgement.subjects.empty());
  EXPECT_EQ(judgement.tests, 0U);
}

}  // namespace
}  // namespace assay
