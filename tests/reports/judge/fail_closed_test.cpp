#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "reports/writer.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using nlohmann::json;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// One way in which evidence can be lacking. It breaks a healthy report before it is written or the
/// JSON afterwards; `wanted` is the reason that must be given, or "refused" where the reader must
/// not accept it.
struct Row {
  std::string name;
  std::string wanted;
  std::function<void(Report&)> facts = [](Report&) {};
  std::function<void(json&)> document = [](json&) {};
  std::function<std::string(std::string)> text = [](std::string all) { return all; };
  std::function<void(JudgeOptions&)> options = [](JudgeOptions&) {};
  bool written =
      true;  ///< false: the writer leaves such a number out, so the judge is asked directly
};

Metric& bandwidth(Report& report) {
  return result_of(report, "memory.read", "gpu 3").metrics.front();
}
json& bandwidth(json& document) { return document["results"][3]["metrics"][0]; }

std::string replaced(std::string text, const std::string& old, const std::string& fresh) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos) throw std::out_of_range(old + " is not in the report");
  return text.replace(at, old.size(), fresh);
}

Row by_facts(std::string name, std::string wanted, std::function<void(Report&)> facts) {
  Row row{std::move(name), std::move(wanted)};
  row.facts = std::move(facts);
  return row;
}

Row in_process(std::string name, std::string wanted, std::function<void(Report&)> facts) {
  Row row = by_facts(std::move(name), std::move(wanted), std::move(facts));
  row.written = false;
  return row;
}

Row by_document(std::string name, std::string wanted, std::function<void(json&)> document) {
  Row row{std::move(name), std::move(wanted)};
  row.document = std::move(document);
  return row;
}

Row by_text(std::string name, std::string wanted, std::function<std::string(std::string)> text) {
  Row row{std::move(name), std::move(wanted)};
  row.text = std::move(text);
  return row;
}

Row by_options(std::string name, std::string wanted, std::function<void(JudgeOptions&)> options) {
  Row row{std::move(name), std::move(wanted)};
  row.options = std::move(options);
  return row;
}

void erase_gpu_7(Report& report) {
  std::erase_if(report.results, [](const Result& r) { return r.subject.index == 7; });
}

std::vector<Row> numbers() {
  return {
      by_facts("absent_metric", "absent-metric",
               [](Report& r) { result_of(r, "memory.read", "gpu 3").metrics.clear(); }),
      by_facts("absent_value", "absent-value", [](Report& r) { bandwidth(r).value.reset(); }),
      in_process("nan", "not-finite", [](Report& r) { bandwidth(r).value = kNan; }),
      in_process("infinity", "not-finite", [](Report& r) { bandwidth(r).value = kInfinity; }),
      in_process("minus_infinity", "not-finite",
                 [](Report& r) { bandwidth(r).value = -kInfinity; }),
      in_process("nan_statistic", "not-finite",
                 [](Report& r) { bandwidth(r).samples->p50 = kNan; }),
      in_process("infinite_peak", "not-finite", [](Report& r) { bandwidth(r).peak = kInfinity; }),
      by_document("null_value", "absent-value", [](json& j) { bandwidth(j)["value"] = nullptr; }),
      by_document("string_value", "refused", [](json& j) { bandwidth(j)["value"] = "3.0e12"; }),
      by_text("nan_in_text", "refused",
              [](std::string t) { return replaced(std::move(t), "\"n\": 60", "\"n\": NaN"); }),
      by_text("infinity_in_text", "refused",
              [](std::string t) { return replaced(std::move(t), "\"n\": 60", "\"n\": 1e999"); }),
      by_facts("zero_samples", "zero-samples", [](Report& r) { bandwidth(r).samples->n = 0; }),
      by_facts("no_samples", "zero-samples", [](Report& r) { bandwidth(r).samples.reset(); }),
      by_facts("wrong_unit", "wrong-unit",
               [](Report& r) {
                 result_of(r, "system.kernel_log", "node").metrics[0].unit = Unit::seconds;
               }),
      by_facts("wrong_unit_of_a_share", "wrong-unit",
               [](Report& r) { bandwidth(r).unit = Unit::flops; }),
      by_facts("another_unit_than_the_limit", "wrong-unit",
               [](Report& r) {
                 result_of(r, "memory.read", "gpu 3").metrics.front().unit = Unit::bytes;
               }),
      by_document("unknown_unit", "refused", [](json& j) { bandwidth(j)["unit"] = "GB/s"; }),
      by_facts("not_its_own_statistic", "value-mismatch",
               [](Report& r) { bandwidth(r).value = *bandwidth(r).value * (1 + 1e-6); }),
      by_facts("unknown_statistic", "absent-statistic",
               [](Report& r) { bandwidth(r).statistic = "p42"; }),
      by_facts("best_sample", "best-sample",
               [](Report& r) {
                 bandwidth(r).statistic = "max";
                 bandwidth(r).value = bandwidth(r).samples->max;
               }),
      by_facts("statistics_out_of_order", "inconsistent-samples",
               [](Report& r) { bandwidth(r).samples->p01 = bandwidth(r).samples->p99 * 1.1; }),
      by_facts("a_million_times_its_peak", "implausible",
               [](Report& r) {
                 Metric fast = rate("bandwidth", Unit::bytes_per_second, 3.352e18);
                 fast.peak = 3.352e12;
                 bandwidth(r) = fast;
               }),
      by_facts("two_per_cent_over_its_peak", "implausible",
               [](Report& r) {
                 Metric fast = rate("bandwidth", Unit::bytes_per_second, 3.352e12 * 1.04);
                 fast.peak = 3.352e12;
                 bandwidth(r) = fast;
               }),
      by_facts("no_peak_to_be_a_share_of", "absent-peak",
               [](Report& r) { bandwidth(r).peak.reset(); }),
      by_facts("peak_of_nothing", "implausible", [](Report& r) { bandwidth(r).peak = 0; }),
      by_facts("negative", "implausible",
               [](Report& r) { result_of(r, "memory.patterns", "node").metrics[0].value = -1; }),
      by_facts("nothing_done", "implausible",
               [](Report& r) {
                 bandwidth(r) = sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher,
                                               std::vector<double>(30, 0.0));
                 bandwidth(r).peak = 3.352e12;
               }),
      by_facts("too_few_samples_for_a_droop", "zero-samples",
               [](Report& r) {
                 bandwidth(r) = rate("bandwidth", Unit::bytes_per_second, 3.0e12, 2);
                 bandwidth(r).peak = 3.352e12;
               }),
      by_facts("telemetry_not_recorded", "absent-metric",
               [](Report& r) { result_of(r, "memory.read", "gpu 3").telemetry = {}; }),
  };
}

std::vector<Row> results() {
  return {
      by_facts("absent_test", "absent-test",
               [](Report& r) {
                 std::erase_if(r.results,
                               [](const Result& x) { return x.test == "memory.patterns"; });
                 std::erase(r.run.planned, "memory.patterns");
               }),
      by_facts("planned_test_without_result", "missing-result",
               [](Report& r) { r.run.planned.emplace_back("compute.digest"); }),
      by_facts("no_results_at_all", "absent-test", [](Report& r) { r.results.clear(); }),
      by_facts("skipped_test", "test-skipped",
               [](Report& r) {
                 Result& result = result_of(r, "system.kernel_log", "node");
                 result.outcome = Outcome::skipped;
                 result.reason = "no right to read /dev/kmsg";
                 result.metrics.clear();
               }),
      by_facts("crashed_test", "test-error",
               [](Report& r) {
                 Result& result = result_of(r, "memory.read", "gpu 3");
                 result.outcome = Outcome::error;
                 result.reason = "killed by signal 11";
                 result.metrics.clear();
               }),
      by_facts("crashed_test_without_a_limit", "test-error",
               [](Report& r) {
                 Result result;
                 result.test = "memory.numa";
                 result.outcome = Outcome::error;
                 result.reason = "no answer within 5 s";
                 r.results.push_back(result);
               }),
      by_facts("defect", "defect",
               [](Report& r) {
                 Result& result = result_of(r, "memory.read", "gpu 3");
                 result.outcome = Outcome::failed;
                 result.reason = "one wrong element";
                 result.defects = {{.what = "one wrong element", .where = "0x10"}};
               }),
      by_facts("defect_without_a_limit", "defect",
               [](Report& r) {
                 Result result;
                 result.test = "compute.digest";
                 result.outcome = Outcome::failed;
                 result.reason = "core 5 differs";
                 result.defects = {{.what = "core 5 differs"}};
                 r.results.push_back(result);
               }),
      by_facts("duplicate_result", "duplicate-result",
               [](Report& r) { r.results.push_back(r.results[3]); }),
      in_process("duplicate_metric", "duplicate-metric",
                 [](Report& r) {
                   auto& metrics = result_of(r, "memory.read", "gpu 3").metrics;
                   metrics.push_back(metrics.front());
                 }),
      by_facts("telemetry_lost", "telemetry-lost",
               [](Report& r) { result_of(r, "memory.read", "gpu 3").telemetry.lost = {"power"}; }),
      by_facts("telemetry_lost_event", "telemetry-lost",
               [](Report& r) {
                 r.events.push_back({.at = "2026-11-21T18:59:00Z",
                                     .kind = "telemetry_lost",
                                     .text = "temperature"});
               }),
      by_facts("fact_unread", "absent-fact",
               [](Report& r) { result_of(r, "memory.read", "gpu 3").facts.clear(); }),
  };
}

std::vector<Row> machines() {
  return {
      by_facts("seven_of_eight_gpus_measured", "missing-subject", erase_gpu_7),
      by_facts("seven_of_eight_gpus_there", "missing-subject",
               [](Report& r) {
                 erase_gpu_7(r);
                 r.node.gpus.pop_back();
               }),
      by_facts("no_gpu_there", "missing-subject",
               [](Report& r) {
                 r.node.gpus.clear();
                 std::erase_if(r.results, [](const Result& x) { return x.subject.kind == "gpu"; });
                 Result absent;
                 absent.test = "memory.read";
                 absent.outcome = Outcome::skipped;
                 absent.absent = true;
                 absent.reason = "no GPU";
                 r.results.push_back(absent);
               }),
      by_options("gpu_exchanged", "missing-serial",
                 [](JudgeOptions& o) {
                   o.expected_serials = {"1650123000000", "999"};
                 }),
      by_options("node_exchanged", "wrong-machine",
                 [](JudgeOptions& o) { o.expected_serial = "SN-2"; }),
      by_facts("other_model", "unexpected-machine",
               [](Report& r) { r.node.gpus[2].name = "NVIDIA A100"; }),
      by_facts("other_driver", "unexpected-machine",
               [](Report& r) { r.node.software["driver"] = "535.1"; }),
      by_facts("driver_unknown", "absent-fact", [](Report& r) { r.node.software.erase("driver"); }),
  };
}

std::vector<Row> runs() {
  return {
      by_text("truncated_file", "refused",
              [](const std::string& t) { return t.substr(0, t.size() * 2 / 3); }),
      by_text("empty_file", "refused", [](const std::string&) { return std::string(); }),
      by_document("unknown_schema_major", "refused", [](json& j) { j["schema_version"] = "2.0"; }),
      by_document("other_schema", "refused", [](json& j) { j["schema"] = "other/report"; }),
      by_options("stale", "stale", [](JudgeOptions& o) { o.max_age_s = 60; }),
      by_options("from_the_future", "from-future", [](JudgeOptions& o) { o.now_wall_s -= 7200; }),
      in_process("undated", "bad-time", [](Report& r) { r.run.started.clear(); }),
      in_process("misdated", "bad-time", [](Report& r) { r.run.ended = "yesterday"; }),
      by_facts("ended_before_it_began", "bad-time",
               [](Report& r) { r.run.started = "2026-11-21T19:30:00Z"; }),
      by_facts("injected", "injected", [](Report& r) { r.run.injected = {"slow"}; }),
      by_facts("incomplete_run", "incomplete-run", [](Report& r) { r.run.complete = false; }),
      in_process("unknown_level", "bad-level", [](Report& r) { r.run.level = "none"; }),
  };
}

std::vector<Row> all_rows() {
  std::vector<Row> all;
  for (const auto& part : {numbers(), results(), machines(), runs()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// Through the file where the file can say it, as `assay judge` does.
Judgement judged(const Row& row) {
  Report report = healthy_report();
  row.facts(report);
  JudgeOptions options{.now_wall_s = kNow_s};
  row.options(options);
  if (row.written) {
    json document = json::parse(to_json(report));
    row.document(document);
    report = read_report(row.text(document.dump(1)), "node-0001.json");
  }
  return judge({report, "node-0001.json", ""}, read_profile(healthy_yaml(), "healthy.yaml"),
               options);
}

class FailClosed : public testing::TestWithParam<Row> {};

TEST_P(FailClosed, NeverPasses) {
  const Row& row = GetParam();
  if (row.wanted == "refused") {
    EXPECT_THROW((void)judged(row), InputError);
    return;
  }
  const Judgement judgement = judged(row);
  EXPECT_GE(judgement.verdict, Verdict::unknown) << name(judgement.verdict);
  EXPECT_TRUE(has_reason(judgement, row.wanted)) << reasons_of(judgement);
}

INSTANTIATE_TEST_SUITE_P(Rows, FailClosed, testing::ValuesIn(all_rows()),
                         [](const testing::TestParamInfo<Row>& row) { return row.param.name; });

/// Without this row the table would also hold for a judge that never passes anything.
TEST(FailClosedControl, TheHealthyReportPasses) {
  const Judgement judgement = judged({"control", ""});
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_TRUE(judgement.reasons.empty());
}

TEST(FailClosedControl, NoDemandedLimitAtAll) {
  for (const char* yaml : {"profile: p\nlimits: []\n",
                           "profile: p\nlimits:\n  - {test: memory.read, metric: bandwidth, level: "
                           "burnin, at_least: 1 GB/s}\n",
                           "profile: p\nlimits:\n  - {test: memory.read, metric: bandwidth, when: "
                           "{virtual: true}, at_least: 1 GB/s}\n",
                           "profile: p\nlimits:\n  - {test: system.infiniband, metric: x, each: "
                           "port, at_least: 1}\n"}) {
    const Judgement judgement = judge_with(healthy_report(), yaml);
    EXPECT_EQ(judgement.verdict, Verdict::unknown) << yaml;
    EXPECT_TRUE(has_reason(judgement, "nothing-judged")) << yaml;
  }
}

TEST(FailClosedControl, APlainNumberIsNoTimeAndNoRate) {
  Report report = healthy_report();
  result_of(report, "memory.patterns", "node").metrics = {
      reading("hold", Unit::seconds, Better::lower, 0)};
  const auto with = [&](const std::string& bound) {
    return judge_with(report,
                      one_limit("{test: memory.patterns, metric: hold, at_most: " + bound + "}"));
  };
  EXPECT_EQ(with("1 s").verdict, Verdict::pass);
  EXPECT_TRUE(has_reason(with("1"), "wrong-unit"));
  EXPECT_TRUE(has_reason(with("1 W"), "wrong-unit"));
}

TEST(FailClosedControl, ReferencesThatWereNotGiven) {
  for (const char* of : {"baseline", "fleet median"}) {
    const Judgement judgement = judge_with(
        healthy_report(), one_limit("{test: memory.read, metric: bandwidth, at_least: 97 % of " +
                                    std::string(of) + "}"));
    EXPECT_EQ(judgement.verdict, Verdict::unknown);
    EXPECT_TRUE(has_reason(judgement, "absent-reference")) << reasons_of(judgement);
  }
}

}  // namespace
}  // namespace assay::test
