#include <gtest/gtest.h>

#include <algorithm>

#include "reports/judge.hpp"
#include "reports/writer.hpp"

// A GPU whose matrix units have no digest kernel yet: its test is skipped, and what the shipped
// profiles demand of it must come out as unknown.

namespace assay {
namespace {

ReadReport node_with(Result digest) {
  Report report;
  report.run.id = "8c0e2d3a-54f1-4f0e-9a43-0c3c8f0b9d11";
  report.run.started = "2026-11-21T19:00:00Z";
  report.run.ended = "2026-11-21T19:01:00Z";
  report.run.complete = true;
  report.run.planned = {"compute.digest"};
  report.run.tool = {"assay", "0.1.0", "abc", "test"};
  report.node.hostname = "node-0001";
  report.results = {std::move(digest)};
  return {read_report(to_json(report), "report.json"), "report.json", ""};
}

Limit digest_limit() {
  for (const Limit& limit : load_profile("integrity").limits)
    if (limit.test == "compute.digest") return limit;
  ADD_FAILURE() << "integrity demands no digest";
  return {};
}

TEST(UnhuntedGpu, IsUnknownWhereTheDigestIsDemanded) {
  Result skipped;
  skipped.test = "compute.digest";
  skipped.subject = {.kind = "gpu", .index = 0};
  skipped.outcome = Outcome::skipped;
  skipped.reason = "no digest for the matrix units of this architecture yet";
  Profile profile{.name = "test", .limits = {digest_limit()}};
  profile.limits.front().each = "gpu";
  profile.limits.front().when.clear();
  const Judgement judgement = judge(node_with(skipped), profile, {.now_wall_s = 1795287720});
  EXPECT_EQ(judgement.verdict, Verdict::unknown);
  EXPECT_TRUE(
      std::any_of(judgement.reasons.begin(), judgement.reasons.end(), [](const Reason& reason) {
        return reason.test == "compute.digest" && reason.subject == "gpu 0";
      }));
}

}  // namespace
}  // namespace assay
