#include "suites/runner/serve.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

class Nothing final : public Device {
 public:
  explicit Nothing(Subject subject) { facts_.subject = std::move(subject); }
  const DeviceFacts& facts() const override { return facts_; }
  Streams& streams() override { throw Error("none"); }
  Gemm& gemm() override { throw Error("none"); }
  Fma& fma() override { throw Error("none"); }
  Chase& chase() override { throw Error("none"); }
  Digest& digest() override { throw Error("none"); }
  Copies& copies() override { throw Error("none"); }
  Launches& launches() override { throw Error("none"); }

 private:
  DeviceFacts facts_;
};

const Subject kThird{.kind = "gpu", .index = 3};

using Body = std::function<void(Device&, const Context&, Results&)>;

/// A backend with the one test "a.b".
Backend backend_of(const Body& body, bool on_device = true, bool brackets = false,
                   bool whole_node = false) {
  Backend backend;
  backend.kind = "host";
  backend.open = [](const Target& target, Clock&) {
    return std::make_unique<Nothing>(target.subject.kind == "gpu" ? target.subject : kThird);
  };
  assay::Test test;
  test.id = "a.b";
  test.spec.brackets_run = brackets;
  test.spec.whole_node = whole_node;
  test.on_device = on_device;
  test.run = body;
  backend.registry.add(test);
  return backend;
}

struct CarryOut : testing::Test {
  SimulatedClock clock{1e9};
  HostFiles files;
  Answer operator()(const Backend& backend, const Job& job) {
    return carry_out(job, backend, files, clock);
  }
};

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

TEST_F(CarryOut, AnExceptionIsAnErrorOnTheDevice) {
  const Answer answer =
      (*this)(backend_of([](Device&, const Context&, Results&) { throw Error("no such port"); }),
              {.test = "a.b"});
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::error);
  EXPECT_THAT(answer.results[0].reason, HasSubstr("no such port"));
  EXPECT_EQ(label(answer.results[0].subject), "gpu 3");
}

TEST_F(CarryOut, ADefectFoundBeforeAnExceptionIsNotForgotten) {
  const Answer answer = (*this)(backend_of([](Device&, const Context&, Results& results) {
                                  results.device().defects.push_back({.what = "1 wrong element"});
                                  throw Error("out of memory");
                                }),
                                {.test = "a.b"});
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::failed);
  EXPECT_THAT(answer.results[0].reason, HasSubstr("1 wrong element"));
  EXPECT_THAT(answer.results[0].reason, HasSubstr("out of memory"));
}

TEST_F(CarryOut, WhatWasFoundOnOtherSubjectsStays) {
  const Answer answer = (*this)(backend_of([](Device&, const Context&, Results& results) {
                                  (void)results.about({.kind = "port", .id = "mlx5_0/1"});
                                  throw Error("mlx5_1 hangs");
                                }),
                                {.test = "a.b"});
  ASSERT_EQ(answer.results.size(), 2U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::ok);
  EXPECT_EQ(answer.results[1].outcome, Outcome::error);
}

TEST_F(CarryOut, ADeviceThatDoesNotOpenIsAnError) {
  Backend backend = backend_of([](Device&, const Context&, Results&) {});
  backend.open = [](const Target&, Clock&) -> std::unique_ptr<Device> {
    throw Error("fell off the bus");
  };
  const Answer answer =
      (*this)(backend, {.test = "a.b", .targets = {{.subject = {.kind = "gpu", .index = 5}}}});
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(label(answer.results[0].subject), "gpu 5");
  EXPECT_THAT(answer.results[0].reason, HasSubstr("fell off the bus"));
}

TEST_F(CarryOut, ATestThatFindsNothingIsAnError) {
  const Answer answer =
      (*this)(backend_of([](Device&, const Context&, Results&) {}), {.test = "a.b"});
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::error);
}

TEST_F(CarryOut, ADeviceThatIsNotTheOneAskedForIsAnError) {
  Backend backend =
      backend_of([](Device&, const Context&, Results& results) { (void)results.device(); });
  backend.open = [](const Target&, Clock&) {
    return std::make_unique<Nothing>(Subject{.kind = "gpu", .index = 2, .uuid = "GPU-two"});
  };
  const Subject wanted{.kind = "gpu", .index = 2, .uuid = "GPU-other"};
  const Answer answer = (*this)(backend, {.test = "a.b", .targets = {{.subject = wanted}}});
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].outcome, Outcome::error);
  EXPECT_THAT(answer.results[0].reason, HasSubstr("GPU-two where gpu 2 is GPU-other"));
}

TEST_F(CarryOut, HowTheWorkerWorksStandsInTheResultsOfItsDevice) {
  Backend backend =
      backend_of([](Device&, const Context&, Results& results) { (void)results.device(); });
  backend.facts = {{"numa_node", "1"}};
  const Answer answer = (*this)(backend, {.test = "a.b"});
  EXPECT_EQ(answer.results.at(0).facts.at("numa_node"), "1");
}

/// A job for all of eight GPUs.
Job whole_node() {
  Job job{.test = "a.b", .targets = {}};
  for (int i = 0; i < 8; ++i) job.targets.push_back({.subject = {.kind = "gpu", .index = i}});
  return job;
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

TEST_F(CarryOut, AWholeNodeThatDoesNotOpenIsAnErrorOfTheNode) {
  Backend backend = backend_of([](Device&, const Context&, Results&) {}, true, false, true);
  Job job = whole_node();
  job.targets[5].script.gone = true;
  const Answer answer = (*this)(backend, job);
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(label(answer.results[0].subject), "node");
  EXPECT_THAT(answer.results[0].reason, HasSubstr("gpu 5: the device does not open"));
}

TEST_F(CarryOut, AnUnknownTestIsAnError) {
  const Answer answer =
      (*this)(backend_of([](Device&, const Context&, Results&) {}), {.test = "a.c"});
  ASSERT_EQ(answer.results.size(), 1U);
  EXPECT_EQ(answer.results[0].test, "a.c");
  EXPECT_EQ(answer.results[0].outcome, Outcome::error);
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
