#include "suites/runner/serve.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "tests/suites/runner/serve_fixture.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

Backend burning(const Body& body) {
  Backend backend = backend_of(body);
  assay::Test test = *backend.registry.find("a.b");
  test.id = "a.burn";
  test.spec.in_stints = true;
  backend.registry.add(test);
  return backend;
}

TEST_F(CarryOut, GivesALoadTheStintThatTheJobIs) {
  const Stint third{120, 3600, 1e9 - 120};
  std::vector<Stint> seen;
  const Backend backend = burning([&](Device&, const Context& context, Results& results) {
    seen.push_back(context.stint);
    (void)results.device();
  });
  (void)(*this)(backend, {.test = "a.burn", .seconds = 60, .stint = third});
  (void)(*this)(backend, {.test = "a.b", .seconds = 60, .stint = third});
  EXPECT_EQ(seen, (std::vector{third, Stint{}}));
}

TEST_F(CarryOut, ALoadWithoutStintsBeginsNowAndIsOver) {
  const Backend backend = burning([&](Device&, const Context& context, Results& results) {
    EXPECT_EQ(context.stint, (Stint{0, 60, clock.wall_s()}));
    (void)results.device();
  });
  const Answer answer = (*this)(backend, {.test = "a.burn", .seconds = 60});
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::ok) << answer.results[0].reason;
}

TEST_F(CarryOut, GivesTheTestWhatTheJobSays) {
  Job job{.test = "a.b",
          .level = Level::standard,
          .seconds = 4,
          .seed = 7,
          .data = DataKind::ones,
          .bytes = 99,
          .run_started_wall_s = 5};
  const Answer answer = (*this)(backend_of([&](Device&, const Context& context, Results& results) {
                                  EXPECT_EQ(context.level, Level::standard);
                                  EXPECT_EQ(context.seconds, 4);
                                  EXPECT_EQ(context.seed, 7U);
                                  EXPECT_EQ(context.data, DataKind::ones);
                                  EXPECT_EQ(context.bytes, 99);
                                  EXPECT_EQ(context.run_started_wall_s, 5);
                                  EXPECT_FALSE(context.counters.has_opening());
                                  context.clock.sleep_s(2);
                                  (void)results.device();
                                }),
                                job);
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(label(answer.results[0].subject), "gpu 3");
  EXPECT_EQ(answer.results[0].outcome, Outcome::ok);
  EXPECT_EQ(answer.elapsed_s, 2);
}

TEST_F(CarryOut, HowTheWorkerWorksStandsInTheResultsOfItsDevice) {
  Backend backend =
      backend_of([](Device&, const Context&, Results& results) { (void)results.device(); });
  backend.facts = {{"numa_node", "1"}};
  const Answer answer = (*this)(backend, {.test = "a.b"});
  EXPECT_EQ(answer.results.at(0).facts.at("numa_node"), "1");
}

TEST_F(CarryOut, ATestOfTheWholeNodeGetsEveryDevice) {
  Backend backend = backend_of(
      [](Device& first, const Context& context, Results& results) {
        ASSERT_EQ(context.devices.size(), 8U);
        EXPECT_EQ(context.devices.front(), &first);
        for (std::size_t i = 0; i < 8; ++i)
          EXPECT_EQ(context.devices[i]->facts().subject.index, static_cast<std::int64_t>(i));
        (void)results.about({.kind = "link", .from = "gpu0", .to = "gpu1"});
      },
      true, false, true);
  const Answer answer = (*this)(backend, whole_node());
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(label(answer.results[0].subject), "link gpu0 -> gpu1");
  EXPECT_EQ(answer.results[0].outcome, Outcome::ok) << answer.results[0].reason;
}

TEST_F(CarryOut, ATestOfTheMachineOpensNoDevice) {
  Backend backend =
      backend_of([](Device&, const Context&, Results& results) { (void)results.device(); }, false);
  backend.open = [](const Target&, Clock&) -> std::unique_ptr<Device> {
    throw Error("must not be asked");
  };
  const Answer answer = (*this)(backend, {.test = "a.b"});
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::ok);
  EXPECT_EQ(label(answer.results[0].subject), "node");
}

Backend counting() {
  return backend_of(
      [](Device&, const Context& context, Results& results) {
        std::string why_not;
        const auto delta = context.counters.delta("errors", 12, 1000, why_not);
        Result& result = results.device();
        result.facts["delta"] = delta ? std::to_string(*delta) : why_not;
      },
      false, true);
}

TEST_F(CarryOut, OpeningGivesReadingsAndNoResults) {
  const Answer answer = (*this)(counting(), {.test = "a.b", .opens = true});
  EXPECT_TRUE(answer.results.empty());
  EXPECT_EQ(answer.counters, (CounterReadings{{"errors", 12}}));
}

TEST_F(CarryOut, ClosingComparesWithTheOpening) {
  const Answer answer =
      (*this)(counting(), {.test = "a.b", .opened_s = 60, .opening = {{"errors", 10}}});
  EXPECT_EQ(answer.results.at(0).facts.at("delta"), "2");
}

TEST_F(CarryOut, AfterALostOpeningNothingIsKnown) {
  const Answer answer = (*this)(counting(), {.test = "a.b", .opened_s = 60});
  EXPECT_THAT(answer.results.at(0).facts.at("delta"), HasSubstr("not read at the start"));
}

}  // namespace
}  // namespace assay
