#include <gmock/gmock.h>

#include <cmath>
#include <exception>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/error.hpp"
#include "tests/suites/every_test.hpp"

// Loads that ranks play together: each on a scripted device and a simulated clock of its own.

namespace assay {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// What one of the ranks is like.
struct Rank {
  Script script = at_full_speed();
  double seconds = 4;   ///< of its stint
  double late_s = 0;    ///< when it begins, after the others
  bool absent = false;  ///< it never comes
};

/// How it went for one of them.
struct Went {
  Result result;
  std::string error;
};

Went played(const std::string& test, const Rank& rank, Communicator* ranks,
            const std::string& kind) {
  SimulatedClock clock{1.8e9};
  host::Exec exec({small_device(kind), {-1, -1}, rank.script}, clock);
  const HostFiles files;
  Counters counters;
  const Context context{.level = Level::burnin,
                        .seconds = rank.seconds,
                        .started_s = clock.now_s(),
                        .bytes = std::int64_t{192} << 10,
                        .files = files,
                        .clock = clock,
                        .counters = counters,
                        .ranks = ranks,
                        .stint = {60, 600, clock.wall_s() - 60 - rank.late_s, ""}};
  Registry registry;
  host::register_all(registry);
  Results results(test, exec.facts().subject);
  Went went;
  try {
    registry.find(test)->run(exec, context, results);
  } catch (const std::exception& error) {
    went.error = error.what();
  }
  std::vector<Result> all = results.take();
  if (!all.empty()) went.result = std::move(all.front());
  return went;
}

std::vector<Went> played_together(const std::string& test, const std::vector<Rank>& members,
                                  const std::string& kind = "node") {
  const auto ranks = local_communicators(static_cast<int>(members.size()));
  std::vector<Went> all(members.size());
  std::vector<std::thread> threads;
  threads.reserve(members.size());
  for (std::size_t i = 0; i < members.size(); ++i)
    if (!members[i].absent)
      threads.emplace_back([&, i] { all[i] = played(test, members[i], ranks[i].get(), kind); });
  for (std::thread& thread : threads) thread.join();
  return all;
}

const Metric* metric(const Result& result, const std::string& name) {
  for (const Metric& metric : result.metrics)
    if (metric.name == name) return &metric;
  return nullptr;
}
double value(const Result& result, const std::string& name) {
  const Metric* found = metric(result, name);
  return found != nullptr ? found->value.value_or(NAN) : NAN;
}
std::uint64_t samples(const Result& result, const std::string& name) {
  const Metric* found = metric(result, name);
  return found != nullptr && found->samples ? found->samples->n : 0;
}

TEST(TogetherTest, TrainingSumsInItsPauses) {
  for (const std::string kind : {"node", "gpu"})
    for (const Went& went : played_together("burnin.training", {{}, {}}, kind)) {
      ASSERT_EQ(went.error, "");
      EXPECT_EQ(went.result.outcome, Outcome::ok) << went.result.reason;
      EXPECT_NEAR(value(went.result, "duty"), 0.7, 0.05);
      EXPECT_GT(value(went.result, "bus_bandwidth"), 0);
      EXPECT_GE(samples(went.result, "bus_bandwidth"), 3U) << "one a step";
      EXPECT_GE(value(went.result, "sum_checks"), 3) << "before, while and after";
      EXPECT_EQ(metric(went.result, "link_bandwidth"), nullptr) << "sums are what waits are for";
      EXPECT_THAT(went.result.facts.at("collective"), StartsWith("all_reduce of"));
      EXPECT_THAT(went.result.facts.at("collective"), HasSubstr("among 2 ranks"));
      EXPECT_EQ(std::get<std::int64_t>(went.result.params.at("ranks")), 2);
    }
}

TEST(TogetherTest, MixedSumsBesideItsWork) {
  for (const Went& went : played_together("burnin.mixed", {{}, {}, {}})) {
    ASSERT_EQ(went.error, "");
    EXPECT_EQ(went.result.outcome, Outcome::ok) << went.result.reason;
    EXPECT_GT(value(went.result, "duty"), 0.95);
    EXPECT_GT(value(went.result, "bus_bandwidth"), 0);
    EXPECT_THAT(went.result.facts.at("collective"), HasSubstr("among 3 ranks"));
  }
}

TEST(TogetherTest, ADeviceWithoutPeersSaysSo) {
  const auto one = local_communicators(1);
  for (const std::string test : {"burnin.training", "burnin.mixed"})
    for (Communicator* ranks : {static_cast<Communicator*>(nullptr), one.front().get()}) {
      const Went went = played(test, {}, ranks, "node");
      EXPECT_EQ(went.result.outcome, Outcome::ok) << went.error << went.result.reason;
      EXPECT_THAT(went.result.facts.at("collective"), StartsWith("none: "));
      EXPECT_EQ(metric(went.result, "bus_bandwidth"), nullptr);
      EXPECT_EQ(went.result.facts.count(kLeftAt), 0U) << "it goes on by its own clock";
    }
}

/// However fast they are and however much time each has: nobody waits for one that has left.
TEST(TogetherTest, AllLeaveWithTheSameSum) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> share(0.2, 1);
  for (int round = 0; round < 6; ++round)
    for (const std::string test : {"burnin.training", "burnin.mixed"}) {
      std::vector<Rank> members(2 + random() % 2);
      for (Rank& rank : members) {
        rank.script.slow = share(random);
        rank.seconds = 2 + 3 * share(random);
        rank.late_s = share(random) - 0.2;
      }
      const std::vector<Went> all = played_together(test, members);
      for (const Went& went : all) {
        ASSERT_EQ(went.error, "") << test << ", round " << round;
        EXPECT_EQ(went.result.outcome, Outcome::ok) << went.result.reason;
        EXPECT_EQ(went.result.facts.at(kLeftAt), all[0].result.facts.at(kLeftAt));
        EXPECT_EQ(samples(went.result, "bus_bandwidth"), samples(all[0].result, "bus_bandwidth"));
        EXPECT_EQ(value(went.result, "sum_checks"), value(all[0].result, "sum_checks"));
      }
    }
}

TEST(TogetherTest, ASlowLinkShowsInTheSumsOfAll) {
  std::vector<Rank> members(2);
  const double full = value(played_together("burnin.training", members)[0].result, "bus_bandwidth");
  members[1].script.slow_link = 0.5;
  for (const Went& went : played_together("burnin.training", members))
    EXPECT_NEAR(value(went.result, "bus_bandwidth") / full, 0.5, 0.01);
}

TEST(TogetherTest, OneThatSendsAWrongElementIsNamedByAll) {
  for (const std::string test : {"burnin.training", "burnin.mixed"}) {
    std::vector<Rank> members(3);
    members[1].script.wrong_element = true;
    for (const Went& went : played_together(test, members)) {
      EXPECT_EQ(went.result.outcome, Outcome::failed);
      bool named = false;
      for (const Defect& defect : went.result.defects)
        named = named || (defect.what == "wrong operand of all_reduce" &&
                          defect.where.ends_with("sent by rank 1"));
      EXPECT_TRUE(named) << test;
    }
  }
}

/// One that never comes, and one that is lost in the middle: the others end within their patience.
TEST(TogetherTest, AMissingRankEndsTheOthers) {
  std::vector<Rank> members(2, Rank{.seconds = 0.2});
  members[1].absent = true;
  EXPECT_NE(played_together("burnin.training", members)[0].error, "");
  members[1].absent = false;
  members[1].script.off_bus = true;
  const std::vector<Went> all = played_together("burnin.training", members);
  EXPECT_THAT(all[1].error, HasSubstr("fell off the bus"));
  EXPECT_NE(all[0].error, "");
}

/// On this machine, with clocks that pass: both threads of sums beside work.
TEST(TogetherTest, RealSumsRunBesideRealWork) {
  const auto ranks = local_communicators(2);
  std::vector<Result> all(2);
  std::vector<std::thread> threads;
  threads.reserve(2);
  for (std::size_t i = 0; i < 2; ++i)
    threads.emplace_back([&, i] {
      SystemClock clock;
      host::Exec exec({small_device("node"), {-1}, {}}, clock);
      const HostFiles files;
      Counters counters;
      const Context context{.level = Level::burnin,
                            .seconds = 3,
                            .started_s = clock.now_s(),
                            .bytes = std::int64_t{192} << 10,
                            .files = files,
                            .clock = clock,
                            .counters = counters,
                            .ranks = ranks[i].get(),
                            .stint = {0, 600, clock.wall_s(), "products 90 %, streams 10 %"}};
      Registry registry;
      host::register_all(registry);
      Results results("burnin.mixed", exec.facts().subject);
      registry.find("burnin.mixed")->run(exec, context, results);
      all[i] = results.take().at(0);
    });
  for (std::thread& thread : threads) thread.join();
  for (const Result& result : all) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_GT(value(result, "bus_bandwidth"), 0);
    EXPECT_GT(value(result, "flops"), 0);
  }
}

}  // namespace
}  // namespace assay
