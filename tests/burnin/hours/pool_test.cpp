#include "burnin/hours/pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/stats.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

constexpr double kHour = 3600;

Result burn(std::int64_t gpu, double hours, Outcome outcome = Outcome::ok,
            const std::string& ended_by = "planned end") {
  Result result;
  result.test = "burnin.mixed";
  result.subject = {.kind = "gpu", .index = gpu};
  result.outcome = outcome;
  result.metrics = {reading("load_time", Unit::seconds, Better::higher, hours * kHour)};
  result.facts["ended_by"] = ended_by;
  if (outcome == Outcome::failed) result.defects = {{.what = "digest differs"}};
  if (outcome != Outcome::ok) result.reason = "reason of gpu " + std::to_string(gpu);
  return result;
}

BurnRun run_on(const std::string& host, std::vector<Result> results,
               const std::string& started = "2026-11-22T10:00:00Z") {
  BurnRun run{.source = host + started + ".json", .id = host + started, .started = started};
  run.node.hostname = host;
  run.node.cpus = {{.model = "Xeon"}};
  for (std::int64_t i = 0; i < 8; ++i)
    run.node.gpus.push_back({.index = i,
                             .uuid = "GPU-" + host + std::to_string(i),
                             .serial = "S" + host + std::to_string(i),
                             .name = "H100"});
  run.results = std::move(results);
  return run;
}

const PooledHours& group(const BurnPool& pool, const std::string& sku,
                         const std::string& kind = "gpu") {
  const auto found = std::find_if(pool.groups.begin(), pool.groups.end(), [&](const auto& each) {
    return each.sku == sku && each.kind == kind;
  });
  static const PooledHours none;
  return found == pool.groups.end() ? none : *found;
}

TEST(BurnEnd, WhoIsToBlame) {
  EXPECT_EQ(burn_end(burn(3, 1)), BurnEnd::survived);
  EXPECT_EQ(burn_end(burn(3, 1, Outcome::failed)), BurnEnd::failed);
  EXPECT_EQ(burn_end(burn(3, 1, Outcome::error, "interrupted")), BurnEnd::survived);
  EXPECT_EQ(burn_end(burn(3, 1, Outcome::error, "")), BurnEnd::undecided) << "a hang, a crash";
  const auto stopped = [](const std::string& by, Outcome outcome = Outcome::error) {
    return burn_end(burn(3, 1, outcome, "safety stop: " + by));
  };
  EXPECT_EQ(stopped("gpu 3 at 96 degC"), BurnEnd::failed);
  EXPECT_EQ(stopped("Xid 79 on gpu 3"), BurnEnd::failed);
  EXPECT_EQ(stopped("gpu 31 at 96 degC"), BurnEnd::survived) << "another one's fault";
  EXPECT_EQ(stopped("gpu 1 at 96 degC"), BurnEnd::survived);
  EXPECT_EQ(stopped("node power 10300 W", Outcome::ok), BurnEnd::survived);
  EXPECT_EQ(stopped("node power 10300 W"), BurnEnd::undecided);
  Result defect = burn(3, 1, Outcome::ok);
  defect.defects = {{.what = "digest differs"}};
  EXPECT_EQ(burn_end(defect), BurnEnd::failed) << "a wrong answer whatever the outcome says";
}

TEST(PoolHours, AddsUpAndCountsFailures) {
  const BurnPool pool = pool_hours(
      {run_on("a", {burn(0, 10), burn(1, 4, Outcome::failed)}), run_on("b", {burn(0, 20)})});
  EXPECT_EQ(group(pool, "H100").devices, 3U);
  EXPECT_EQ(group(pool, "H100").test, (LifeTest{34 * kHour, 1}));
  EXPECT_EQ(group(pool, "").test, group(pool, "H100").test);
  ASSERT_THAT(pool.failures, SizeIs(1));
  EXPECT_EQ(pool.failures[0].device, "gpu 1 of a (GPU-a1)");
  EXPECT_EQ(pool.failures[0].reason, "reason of gpu 1");
  EXPECT_THAT(pool.not_counted, IsEmpty());
}

TEST(PoolHours, OneDeviceInSeveralReportsIsOne) {
  BurnRun moved = run_on("b", {burn(5, 7)}, "2026-11-23T10:00:00Z");
  moved.node.gpus[5].uuid.clear();
  moved.node.gpus[5].serial = "Sa0";  // gpu 0 of a, known there by both
  const BurnPool pool = pool_hours({run_on("a", {burn(0, 10)}), moved});
  EXPECT_EQ(group(pool, "H100").devices, 1U);
  EXPECT_EQ(group(pool, "H100").test, (LifeTest{17 * kHour, 0}));
}

TEST(PoolHours, WithoutSerialsHostAndIndexTell) {
  BurnRun first = run_on("a", {burn(0, 1), burn(1, 1)});
  BurnRun second = run_on("b", {burn(0, 1)});
  first.node.gpus.clear();
  second.node.gpus.clear();
  const BurnPool pool = pool_hours({first, second});
  EXPECT_EQ(group(pool, "").devices, 3U);
  EXPECT_EQ(group(pool, "not told").devices, 3U);
}

TEST(PoolHours, ADeviceFailsOnceAndItsHoursEndThere) {
  const BurnPool pool =
      pool_hours({run_on("a", {burn(0, 100, Outcome::failed)}, "2026-11-24T10:00:00Z"),
                  run_on("a", {burn(0, 5, Outcome::failed)}, "2026-11-22T10:00:00Z"),
                  run_on("a", {burn(0, 50)}, "2026-11-25T10:00:00Z")});
  EXPECT_EQ(group(pool, "H100").test, (LifeTest{5 * kHour, 1}));
  EXPECT_THAT(pool.not_counted, SizeIs(2));
  EXPECT_THAT(pool.not_counted,
              Contains(Pair(HasSubstr("2026-11-25"), "the device had failed before")));
}

TEST(PoolHours, UndecidedCountsAgainstTheClaim) {
  const BurnPool pool = pool_hours({run_on("a", {burn(0, 5, Outcome::error, "")})});
  EXPECT_EQ(group(pool, "H100").test, (LifeTest{5 * kHour, 1}));
  EXPECT_EQ(group(pool, "H100").undecided, 1U);
  EXPECT_EQ(pool.failures.at(0).end, BurnEnd::undecided);
}

TEST(PoolHours, InjectedRunsAndOtherTestsAreLeftOutByName) {
  BurnRun injected = run_on("a", {burn(0, 1000, Outcome::failed)});
  injected.injected = true;
  Result other = burn(0, 3);
  other.test = "compute.gemm_fp16";
  const BurnPool pool = pool_hours({injected, run_on("b", {other})});
  EXPECT_THAT(pool.groups, IsEmpty());
  EXPECT_THAT(pool.failures, IsEmpty());
  EXPECT_THAT(pool.not_counted, ElementsAre(Pair(injected.source, "faults were injected"),
                                            Pair(HasSubstr("b2026"), "no burn-in in it")));
}

TEST(PoolHours, ARunGivenTwiceCountsOnceWithItsLongerAccount) {
  BurnRun early = run_on("a", {burn(0, 3)});
  BurnRun late = run_on("a", {burn(0, 30)});
  early.source = "a copy.json";
  for (const auto& runs : {std::vector{early, late}, std::vector{late, early}}) {
    const BurnPool pool = pool_hours(runs);
    EXPECT_EQ(group(pool, "H100").test.device_s, 30 * kHour);
    EXPECT_THAT(pool.not_counted,
                ElementsAre(Pair("a copy.json", "the same run as " + late.source)));
  }
}

TEST(PoolHours, TimeThatIsNotToldIsNotMadeUp) {
  Result silent = burn(0, 3);
  silent.metrics[0].value.reset();
  Result in_hours = burn(1, 3);
  in_hours.metrics[0].unit = Unit::count;
  const BurnPool pool = pool_hours({run_on("a", {silent, in_hours, burn(2, 1)})});
  EXPECT_EQ(group(pool, "H100").test.device_s, 1 * kHour);
  EXPECT_THAT(pool.not_counted, SizeIs(2));
}

TEST(PoolHours, ModelsAndKindsAreKeptApart) {
  BurnRun other = run_on("b", {burn(0, 2)});
  other.node.gpus[0].name = "H200";
  Result host = burn(0, 40);
  host.subject = {.kind = "node"};
  const BurnPool pool = pool_hours({run_on("a", {burn(0, 1), host}), other});
  EXPECT_EQ(group(pool, "H100").test.device_s, 1 * kHour);
  EXPECT_EQ(group(pool, "H200").test.device_s, 2 * kHour);
  EXPECT_EQ(group(pool, "").test.device_s, 3 * kHour);
  EXPECT_EQ(group(pool, "Xeon", "node").test.device_s, 40 * kHour);
  EXPECT_EQ(group(pool, "", "node").test.device_s, 40 * kHour);
}

TEST(PoolHours, TheOrderOfReportsDoesNotMatter) {
  std::mt19937_64 random(11);
  std::vector<BurnRun> runs;
  for (int day = 10; day < 30; ++day) {
    std::vector<Result> results;
    results.reserve(8);
    for (std::int64_t gpu = 0; gpu < 8; ++gpu)
      results.push_back(burn(gpu, static_cast<double>(random() % 24),
                             random() % 40 == 0 ? Outcome::failed : Outcome::ok));
    runs.push_back(run_on("host" + std::to_string(random() % 3), results,
                          "2026-11-" + std::to_string(day) + "T10:00:00Z"));
  }
  const LifeTest expected = group(pool_hours(runs), "H100").test;
  EXPECT_GT(expected.failures, 0);
  double sum = 0;
  for (const BurnRun& run : runs)
    for (const Result& result : run.results) sum += *result.metrics[0].value;
  EXPECT_LE(expected.device_s, sum);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(runs.begin(), runs.end(), random);
    EXPECT_EQ(group(pool_hours(runs), "H100").test, expected);
  }
}

}  // namespace
}  // namespace assay
