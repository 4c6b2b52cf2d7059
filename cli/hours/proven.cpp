#include "cli/hours/proven.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "burnin/hours/pool.hpp"
#include "cli/hours/words.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "reports/reader.hpp"
#include "reports/render/plain.hpp"
#include "reports/verdict.hpp"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

struct Claim {
  std::optional<double> mtbf_s;
  double confidence = 0;
};

struct Pooled {
  BurnPool pool;
  std::size_t unreadable = 0;
};

BurnRun burn_run(ReadReport read) {
  Report& report = read.report;
  return {.source = std::move(read.source),
          .id = std::move(report.run.id),
          .started = std::move(report.run.started),
          .injected = !report.run.injected.empty(),
          .node = std::move(report.node),
          .results = std::move(report.results)};
}

Pooled read_all(const std::vector<std::string>& paths, Console& console) {
  std::vector<BurnRun> runs;
  std::optional<InputError> first;
  std::vector<std::string> errors;
  Pooled pooled;
  for (const std::string& path : paths)
    read_reports(
        path, [&](ReadReport read) { runs.push_back(burn_run(std::move(read))); },
        [&](const std::string& /*source*/, const InputError& error) {
          ++pooled.unreadable;
          if (!first) first.emplace(error);
          errors.push_back(plain(error.what()));
        });
  if (first && runs.empty()) throw InputError(*first);
  for (const std::string& error : errors) console.err << "assay: " << error << '\n';
  pooled.pool = pool_hours(std::move(runs));
  return pooled;
}

/// Is the claim shown, refuted, or neither yet?
Verdict held(const LifeTest& test, const Claim& claim) {
  if (mtbf_lower_bound(test, claim.confidence) >= *claim.mtbf_s) return Verdict::pass;
  const auto most = mtbf_upper_bound(test, claim.confidence);
  return most && *most < *claim.mtbf_s ? Verdict::fail : Verdict::unknown;
}

std::string claim_text(const PooledHours& group, const Claim& claim) {
  const std::string claimed = "MTBF of " + hours_up(*claim.mtbf_s);
  switch (held(group.test, claim)) {
    case Verdict::pass:
      return claimed + " shown";
    case Verdict::fail:
      return claimed + " refuted";
    default:
      break;
  }
  const double to_go = device_seconds_to_go(group.test, *claim.mtbf_s, claim.confidence);
  return fmt::format("{} not shown: {} to go without another failure, {} a device", claimed,
                     hours_up(to_go), hours_up(to_go / static_cast<double>(group.devices)));
}

std::string line(const PooledHours& group, const Claim& claim) {
  const auto estimate = mtbf_estimate(group.test);
  const auto most = mtbf_upper_bound(group.test, claim.confidence);
  std::string failures = std::to_string(group.test.failures);
  if (group.undecided > 0) failures += fmt::format(" ({} undecided)", group.undecided);
  std::string text = fmt::format(
      "{}  {}  devices {}  device-hours {}  failures {}  MTBF {}  at least {}  at most {}\n",
      group.kind, group.sku.empty() ? "all" : plain(group.sku), group.devices,
      hours_down(group.test.device_s), failures, estimate ? hours_down(*estimate) : "-",
      hours_down(mtbf_lower_bound(group.test, claim.confidence)), most ? hours_up(*most) : "-");
  return claim.mtbf_s ? text + "    " + claim_text(group, claim) + '\n' : text;
}

std::string text_of(const Pooled& pooled, const Claim& claim) {
  std::string text;
  for (const PooledHours& group : pooled.pool.groups) text += line(group, claim);
  if (pooled.pool.groups.empty()) text += "no burn-in in these reports\n";
  for (const BurnFailure& failure : pooled.pool.failures)
    text +=
        fmt::format("{}: {}: {} ({})\n", failure.end == BurnEnd::undecided ? "undecided" : "failed",
                    plain(failure.device), plain(failure.reason), plain(failure.source));
  for (const auto& [what, why] : pooled.pool.not_counted)
    text += fmt::format("not counted: {}: {}\n", plain(what), plain(why));
  if (!pooled.pool.groups.empty())
    text += fmt::format("Bounds hold with {} confidence each.\n", percent(claim.confidence));
  return text;
}

Json json_of(const PooledHours& group, const Claim& claim) {
  Json json{{"kind", group.kind}};
  if (!group.sku.empty()) json["sku"] = valid_utf8(group.sku);
  json["devices"] = group.devices;
  json["device_s"] = group.test.device_s;
  json["failures"] = group.test.failures;
  json["undecided"] = group.undecided;
  if (const auto estimate = mtbf_estimate(group.test)) json["mtbf_s"] = *estimate;
  json["mtbf_at_least_s"] = mtbf_lower_bound(group.test, claim.confidence);
  if (const auto most = mtbf_upper_bound(group.test, claim.confidence))
    json["mtbf_at_most_s"] = *most;
  if (!claim.mtbf_s) return json;
  json["claim"] = name(held(group.test, claim));
  json["device_s_to_go"] = device_seconds_to_go(group.test, *claim.mtbf_s, claim.confidence);
  return json;
}

std::string json_of(const Pooled& pooled, const Claim& claim) {
  Json json{{"confidence", claim.confidence}};
  if (claim.mtbf_s) json["mtbf_claimed_s"] = *claim.mtbf_s;
  json["groups"] = Json::array();
  for (const PooledHours& group : pooled.pool.groups)
    json["groups"].push_back(json_of(group, claim));
  json["failures"] = Json::array();
  for (const BurnFailure& failure : pooled.pool.failures)
    json["failures"].push_back({{"device", valid_utf8(failure.device)},
                                {"sku", valid_utf8(failure.sku)},
                                {"report", valid_utf8(failure.source)},
                                {"reason", valid_utf8(failure.reason)},
                                {"undecided", failure.end == BurnEnd::undecided}});
  json["not_counted"] = Json::array();
  for (const auto& [what, why] : pooled.pool.not_counted)
    json["not_counted"].push_back({{"what", valid_utf8(what)}, {"why", why}});
  json["unreadable"] = pooled.unreadable;
  return json.dump(2) + '\n';
}

ExitCode outcome(const Pooled& pooled, const Claim& claim) {
  Verdict worst =
      pooled.pool.groups.empty() || pooled.unreadable > 0 ? Verdict::unknown : Verdict::pass;
  if (claim.mtbf_s)
    for (const PooledHours& group : pooled.pool.groups)
      if (!group.sku.empty()) worst = std::max(worst, held(group.test, claim));
  return exit_code(worst);
}

}  // namespace

ExitCode proven_hours(const HoursArguments& arguments, Console& console) {
  require_not_an_input("--out", arguments.out, arguments.reports);
  Claim claim{.confidence = parse_confidence("--confidence", arguments.confidence)};
  if (!arguments.mtbf.empty()) claim.mtbf_s = parse_lifetime("--mtbf", arguments.mtbf);
  const Pooled pooled = read_all(arguments.reports, console);
  write_output(console, "--out", arguments.out,
               arguments.format == "json" ? json_of(pooled, claim) : text_of(pooled, claim));
  return outcome(pooled, claim);
}

}  // namespace assay
