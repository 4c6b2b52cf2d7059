#include <gmock/gmock.h>

#include "core/error.hpp"
#include "suites/runner/serve.hpp"
#include "tests/suites/runner/serve_fixture.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

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

}  // namespace
}  // namespace assay
