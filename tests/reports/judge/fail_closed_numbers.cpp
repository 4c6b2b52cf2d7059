#include <limits>
#include <utility>

#include "core/stats.hpp"
#include "tests/reports/judge/fail_closed_row.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a table, one entry a case
std::vector<Row> broken_numbers() {
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
                 bandwidth(r) = std::move(fast);
               }),
      by_facts("two_per_cent_over_its_peak", "implausible",
               [](Report& r) {
                 Metric fast = rate("bandwidth", Unit::bytes_per_second, 3.352e12 * 1.04);
                 fast.peak = 3.352e12;
                 bandwidth(r) = std::move(fast);
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

}  // namespace assay::test
