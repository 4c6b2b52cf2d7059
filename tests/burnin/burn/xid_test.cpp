#include <gmock/gmock.h>

#include "burnin/burn/burn.hpp"
#include "core/clock.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kWall_s = 1.8e9;

Subject gpu(std::int64_t index) { return {.kind = "gpu", .index = index}; }

Event xid(std::int64_t code, std::int64_t of_gpu, const std::string& text,
          double wall_s = kWall_s) {
  return {.at = iso8601(wall_s), .kind = "xid", .subject = gpu(of_gpu), .code = code, .text = text};
}

struct BurnXids : testing::Test {
  Burn burn{{.test = "burnin.soak", .devices = {gpu(1), gpu(12)}}};
  void hear(const Event& event) { burn.hear(10, kWall_s, {}, {event}); }
  [[nodiscard]] std::string fact(std::size_t device, const std::string& name) const {
    const std::vector<Result> results = burn.conclude(20, "planned end");
    const auto found = results.at(device).facts.find(name);
    return found == results.at(device).facts.end() ? "" : found->second;
  }
};

TEST_F(BurnXids, ThatOfAWorkerThatWasEndedHereIsItsOwn) {
  hear(xid(43, 1, "NVRM: Xid (PCI:0000:1b:00): 43, pid=1234, name=assay, Ch 00000008"));
  EXPECT_THAT(fact(0, "application_xid"), Not(HasSubstr("ended here")));
  burn.ended({{99, kWall_s}, {1234, kWall_s}});
  EXPECT_THAT(fact(0, "application_xid"), HasSubstr("ended here"));
  EXPECT_EQ(fact(1, "application_xid"), "");
  EXPECT_EQ(burn.danger(), "");
}

TEST_F(BurnXids, WhatTwoSourcesTellIsOne) {
  hear(xid(79, 12, "Xid 79 of 0000:1b:00.0"));
  hear(xid(79, 12, "NVRM: Xid (PCI:0000:1b:00): 79, pid='<unknown>', GPU has fallen off the bus."));
  const std::vector<Result> results = burn.conclude(20, "safety stop: " + burn.danger());
  for (const Metric& metric : results.at(1).metrics)
    if (metric.name == "xid_count") {
      EXPECT_EQ(metric.value, 1);
    }
  EXPECT_THAT(burn.danger(), HasSubstr("Xid 79 of gpu 12"));
  EXPECT_EQ(results.at(1).outcome, Outcome::failed);
  EXPECT_EQ(results.at(0).outcome, Outcome::error) << "gpu 1 is not gpu 12";
}

}  // namespace
}  // namespace assay
