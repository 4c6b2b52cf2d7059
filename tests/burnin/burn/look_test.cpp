#include "burnin/burn/look.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

namespace assay {
namespace {

TEST(Gauges, EachHasASensorOfItsOwnWhichNamesIt) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < kGauges; ++i) {
    const auto gauge = static_cast<Gauge>(i);
    EXPECT_TRUE(names.emplace(sensor_of(gauge)).second) << sensor_of(gauge);
    EXPECT_EQ(gauge_of(sensor_of(gauge)), gauge);
  }
  EXPECT_FALSE(gauge_of("power"));
  EXPECT_FALSE(gauge_of(""));
}

TEST(DeviceLook, HasReadNothingAtFirst) {
  DeviceLook look;
  for (std::size_t i = 0; i < kGauges; ++i) EXPECT_TRUE(std::isnan(look[static_cast<Gauge>(i)]));
  look[Gauge::clock] = 1e9;
  EXPECT_EQ(look[Gauge::clock], 1e9);
  EXPECT_TRUE(std::isnan(look[Gauge::power]));
}

}  // namespace
}  // namespace assay
