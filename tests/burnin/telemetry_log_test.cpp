#include "burnin/telemetry_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace assay {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Subject gpu(int index) {
  Subject subject;
  subject.kind = "gpu";
  subject.index = index;
  return subject;
}

std::vector<Sensor> one(double value) { return {{Subject{}, "power_w", value}}; }

TEST(Track, KeepsExtremesAndSumsThroughEveryHalving) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> value(-5, 100);
  Track track(0.1);
  Track::Bucket truth;
  for (int i = 0; i < 50000; ++i) {
    const double x = value(random);
    track.add(1000 + 0.1 * i, x);
    truth.add(x);
  }
  EXPECT_LE(track.buckets().size(), Track::kMostBuckets);
  Track::Bucket all;
  for (const Track::Bucket& bucket : track.buckets()) all.merge(bucket);
  EXPECT_EQ(all.n, truth.n);
  EXPECT_EQ(all.min, truth.min);
  EXPECT_EQ(all.max, truth.max);
  EXPECT_NEAR(all.sum, truth.sum, 1e-6);
  EXPECT_LE(track.start_s(), 1000);
}

TEST(Track, LatestReadingsAreExactWhateverTheBuckets) {
  Track track(10);
  for (int i = 0; i < 100; ++i) track.add(i, i);
  const Track::Bucket seen = track.between(50, 53);
  EXPECT_EQ(seen.n, 4U);
  EXPECT_EQ(seen.min, 50);
  EXPECT_EQ(seen.max, 53);
}

TEST(Track, AReadingThatIsNoNumberIsAGap) {
  Track track(1);
  track.add(0, 1);
  track.add(1, std::numeric_limits<double>::quiet_NaN());
  track.add(2, 3);
  EXPECT_EQ(track.between(0, 2).n, 2U);
  EXPECT_EQ(track.buckets().at(1).n, 0U);
}

TEST(TelemetryLog, SummaryIsOfTheTimeAskedForAndTheSubject) {
  TelemetryLog log(0.1);
  for (int t = 0; t < 100; ++t)
    log.add("nvml", t, {{gpu(0), "power_w", 100.0 + t}, {gpu(1), "power_w", 900}});
  const Telemetry telemetry = log.summary(gpu(0), 10, 20);
  EXPECT_EQ(telemetry.quantities.at("power_w").at("min"), 110);
  EXPECT_EQ(telemetry.quantities.at("power_w").at("max"), 120);
  EXPECT_EQ(telemetry.quantities.at("power_w").at("mean"), 115);
  EXPECT_THAT(telemetry.lost, IsEmpty());
}

TEST(TelemetryLog, AGpusTemperatureIsNotTheHosts) {
  TelemetryLog log(0.1);
  log.add("host", 1, {{Subject{}, "temperature_c", 40}});
  log.add("nvml", 1, {{gpu(0), "temperature_c", 70}});
  const Telemetry of_gpu = log.summary(gpu(0), 0, 2);
  EXPECT_EQ(of_gpu.quantities.at("temperature_c").at("max"), 70);
  EXPECT_EQ(of_gpu.quantities.at("host_temperature_c").at("max"), 40);
  EXPECT_EQ(log.summary({}, 0, 2).quantities.at("temperature_c").at("max"), 40);
}

TEST(TelemetryLog, ALostSourceIsLostOnlyWhileItIs) {
  TelemetryLog log(0.1);
  log.add("host", 1, one(5));
  log.lose("host", 2, "no answer");
  log.lose("host", 3, "no answer");
  log.add("host", 4, one(6));
  EXPECT_THAT(log.summary({}, 0, 1.5).lost, IsEmpty());
  EXPECT_THAT(log.summary({}, 2.5, 2.6).lost, ElementsAre("host: power_w"));
  EXPECT_THAT(log.summary({}, 4.5, 9).lost, IsEmpty());
  EXPECT_EQ(log.take_losses().size(), 1U) << "one event for one loss";
  EXPECT_THAT(log.take_losses(), IsEmpty());
}

TEST(TelemetryLog, ASourceThatFallsSilentBeforeItsFirstReadingIsLost) {
  TelemetryLog log(0.1);
  log.add("host", 1, {});
  log.lose("host", 2, "no answer");
  EXPECT_THAT(log.summary({}, 1, 3).lost, ElementsAre("host"));
  EXPECT_EQ(log.take_losses().size(), 1U);
  EXPECT_THAT(log.series(0), IsEmpty());
  log.add("host", 4, one(5));
  EXPECT_THAT(log.summary({}, 5, 6).lost, IsEmpty());
}

TEST(TelemetryLog, ASensorThatVanishesFromAnAnswerIsLost) {
  TelemetryLog log(0.1);
  log.add("host", 1, {{Subject{}, "power_w", 5}, {Subject{}, "temperature_c", 40}});
  log.add("host", 2, one(5));
  EXPECT_THAT(log.summary({}, 1, 3).lost, ElementsAre("host: temperature_c"));
}

TEST(TelemetryLog, ASourceThatComesAndGoesDoesNotFillTheMemory) {
  TelemetryLog log(0.1);
  for (int i = 0; i < 10000; ++i) {
    log.add("host", i * 0.2, one(1));
    log.lose("host", i * 0.2 + 0.1, "flapping");
  }
  EXPECT_EQ(log.take_losses().size(), 1U);
}

TEST(TelemetryLog, SeriesShowGapsAsAbsentPoints) {
  TelemetryLog log(1);
  log.add("host", 10, one(1));
  log.add("host", 12, one(3));
  const std::vector<Series> series = log.series(10);
  ASSERT_EQ(series.size(), 1U);
  EXPECT_EQ(series[0].unit, Unit::watts);
  EXPECT_EQ(series[0].t0_s, 0);
  ASSERT_EQ(series[0].values.size(), 3U);
  EXPECT_TRUE(series[0].values[0].has_value());
  EXPECT_FALSE(series[0].values[1].has_value());
  EXPECT_EQ(series[0].values[2]->mean, 3);
}

}  // namespace
}  // namespace assay
