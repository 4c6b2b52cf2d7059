#include "core/stats.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"

namespace assay {
namespace {

TEST(Stats, NothingHasNoStatistics) {
  EXPECT_THROW((void)median({}), Error);
  EXPECT_THROW((void)summarise({}), Error);
}

TEST(Stats, OneNanSpoilsTheWholeMetric) {
  const Metric metric =
      sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, {1, 2, NAN, 4});
  EXPECT_FALSE(metric.value.has_value());
  EXPECT_FALSE(metric.samples.has_value());
}

}  // namespace
}  // namespace assay
