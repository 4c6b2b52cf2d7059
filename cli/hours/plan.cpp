#include "cli/hours/plan.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "burnin/hours/mtbf.hpp"
#include "cli/hours/words.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

/// Whoever plans for this share of passing is not surprised by failing.
constexpr double kLikely = 0.9;
/// Rows beyond the one asked for: what it costs if devices fail after all.
constexpr std::int64_t kMore = 3;

/// What one number of failures asks for.
struct Row {
  LifeTest test;
  double each_s = 0;          ///< time under load of each device
  double mtbf_to_pass_s = 0;  ///< devices this good pass with probability kLikely
};

Row row(double mtbf_s, std::int64_t failures, double confidence, std::int64_t gpus) {
  const LifeTest test{device_seconds_for(mtbf_s, failures, confidence), failures};
  return {test, test.device_s / static_cast<double>(gpus), mtbf_that_passes(test, kLikely)};
}

std::string text_of(const PlanArguments& arguments, double mtbf_s, double confidence,
                    const std::vector<Row>& rows) {
  std::string text = fmt::format(
      "To show with {} confidence that the MTBF of a GPU is at least {}, {} GPUs must be under "
      "load for {} each ({}), with at most {} of them failing.\n\n",
      percent(confidence), hours_up(mtbf_s), arguments.gpus, hours_up(rows.front().each_s),
      days_up(rows.front().each_s), arguments.failures);
  text += fmt::format("{:>8}  {:>14}  {:>12}  {:>12}  {}\n", "failures", "device-hours", "each", "",
                      "MTBF that passes 9 times in 10");
  for (const Row& row : rows)
    text += fmt::format("{:>8}  {:>14}  {:>12}  {:>12}  {}\n", row.test.failures,
                        hours_up(row.test.device_s), hours_up(row.each_s), days_up(row.each_s),
                        hours_up(row.mtbf_to_pass_s));
  return text +
         "\nHours of all devices count together; one that fails must be replaced, or the others "
         "make up for its hours.\nDevices that are no better than the claim rarely pass: see the "
         "last column.\n";
}

std::string json_of(const PlanArguments& arguments, double mtbf_s, double confidence,
                    const std::vector<Row>& rows) {
  Json json{{"mtbf_s", mtbf_s},
            {"confidence", confidence},
            {"gpus", arguments.gpus},
            {"failures", arguments.failures},
            {"device_s", rows.front().test.device_s},
            {"duration_s", rows.front().each_s},
            {"plans", Json::array()}};
  for (const Row& row : rows)
    json["plans"].push_back({{"failures", row.test.failures},
                             {"device_s", row.test.device_s},
                             {"duration_s", row.each_s},
                             {"mtbf_that_passes_s", row.mtbf_to_pass_s},
                             {"probability", kLikely}});
  return json.dump(2) + '\n';
}

}  // namespace

ExitCode plan_hours(const PlanArguments& arguments, Console& console) {
  const double mtbf_s = parse_lifetime("--mtbf", arguments.mtbf);
  const double confidence = parse_confidence("--confidence", arguments.confidence);
  if (arguments.gpus < 1) throw InputError("", 0, "--gpus", "at least 1 is needed");
  constexpr std::int64_t most_failures = 1000000;
  if (arguments.failures < 0 || arguments.failures > most_failures)
    throw InputError("", 0, "--failures", "a number from 0 to 1000000 is needed");
  std::vector<Row> rows;
  for (std::int64_t more = 0; more <= kMore; ++more)
    rows.push_back(row(mtbf_s, arguments.failures + more, confidence, arguments.gpus));
  write_output(console, "--out", arguments.out,
               arguments.format == "json" ? json_of(arguments, mtbf_s, confidence, rows)
                                          : text_of(arguments, mtbf_s, confidence, rows));
  return ExitCode::pass;
}

}  // namespace assay
