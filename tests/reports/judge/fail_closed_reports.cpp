#include "tests/reports/judge/fail_closed_row.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

void erase_gpu_7(Report& report) {
  std::erase_if(report.results, [](const Result& r) { return r.subject.index == 7; });
}

// NOLINTNEXTLINE(readability-function-size): a table, one entry a case
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

}  // namespace

std::vector<Row> broken_reports() {
  std::vector<Row> all;
  for (const auto& part : {results(), machines(), runs()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace assay::test
