#include "burnin/burn/safety.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace assay {
namespace {

Subject gpu(std::int64_t index) { return {.kind = "gpu", .index = index}; }

DeviceLook at(double degrees, double most = 90) {
  DeviceLook look;
  look[Gauge::temperature] = degrees;
  look[Gauge::max_temperature] = most;
  return look;
}

TEST(Safety, AGlitchEndsNothing) {
  Safety safety({});
  for (int i = 0; i < 100; ++i) {
    safety.look(0, gpu(0), at(i % 2 == 0 ? 140 : 70));
    safety.look(1, gpu(1), at(i % 2 == 1 ? 140 : 70));
  }
  EXPECT_EQ(safety.reason(), "");
}

TEST(Safety, TwoLooksInARowDo) {
  Safety safety({});
  safety.look(3, gpu(3), at(91));
  EXPECT_EQ(safety.reason(), "");
  safety.look(3, gpu(3), at(92));
  EXPECT_EQ(safety.reason(), "gpu 3 is at 92 degC, above 90 degC, the most that it may reach");
  safety.node_power(1e9);
  EXPECT_EQ(safety.reason().substr(0, 5), "gpu 3") << "the first reason stays";
}

TEST(Safety, AnOwnLimitGoesBeforeThatOfTheGpu) {
  Safety safety({.temperature_c = 95});
  for (int i = 0; i < 3; ++i) safety.look(0, gpu(0), at(94));
  EXPECT_EQ(safety.reason(), "");
  for (int i = 0; i < 3; ++i) safety.look(0, gpu(0), at(95.5));
  EXPECT_EQ(safety.reason(), "gpu 0 is at 95.5 degC, above 95 degC");
}

TEST(Safety, WhatIsNotReadIsNoDanger) {
  Safety safety({});
  for (int i = 0; i < 3; ++i) safety.look(0, gpu(0), DeviceLook());
  for (int i = 0; i < 3; ++i) safety.look(0, gpu(0), at(200, std::nan("")));
  EXPECT_EQ(safety.reason(), "");
}

TEST(Safety, AFanThatTurnedAndStands) {
  Safety safety({});
  for (int i = 0; i < 5; ++i) safety.fan("fan_a", 0);
  EXPECT_EQ(safety.reason(), "") << "it never turned: there may be none in that place";
  safety.fan("fan_b", 4200);
  for (int i = 0; i < 2; ++i) safety.fan("fan_b", 0);
  EXPECT_EQ(safety.reason(), "fan_b has stopped");
}

TEST(Safety, PowerOfTheNode) {
  Safety safety({.node_power_w = 10'000});
  for (int i = 0; i < 3; ++i) safety.node_power(9'999);
  EXPECT_EQ(safety.reason(), "");
  for (int i = 0; i < 2; ++i) safety.node_power(10'500);
  EXPECT_EQ(safety.reason(), "the node draws 10500 W, above 10000 W");
}

TEST(Safety, OnlyXidsThatSayThatSomethingIsBroken) {
  Safety safety({});
  safety.event({.kind = "xid", .subject = gpu(2), .code = 43});
  safety.event({.kind = "edac", .subject = gpu(2), .code = 79});
  safety.event({.kind = "xid", .subject = gpu(2)});
  EXPECT_EQ(safety.reason(), "");
  safety.event({.kind = "xid", .subject = gpu(2), .code = 79});
  EXPECT_EQ(safety.reason().substr(0, 15), "Xid 79 of gpu 2");
}

}  // namespace
}  // namespace assay
