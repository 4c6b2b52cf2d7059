#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/glob.hpp"
#include "reports/catalogue/make_reason.hpp"
#include "reports/judge/machine_facts.hpp"
#include "reports/judge/parts.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

void add(Judgement& judgement, ReasonId id, const Expectation& expectation, const MachineFact& fact,
         const std::string& found) {
  Reason reason = make_reason(id, fmt::format("{} of {} is {}, expected {}", expectation.key,
                                              fact.subject, found, expectation.demand));
  reason.subject = fact.subject;
  reason.metric = expectation.key;
  reason.measured = fact.number;
  reason.limit = expectation.number;
  if (expectation.number) {
    reason.op = expectation.comparison == Comparison::at_least  ? ">="
                : expectation.comparison == Comparison::at_most ? "<="
                                                                : "==";
    if (const ExpectationKey* key = find_expectation_key(expectation.key)) reason.unit = key->unit;
  }
  reason.source = expectation.at;
  judgement.reasons.push_back(std::move(reason));
}

/// Two spellings of one decimal number may differ in their last binary digit.
bool same(double a, double b) {
  constexpr double printing = 1e-9;
  return std::fabs(a - b) <= printing * std::max(std::fabs(a), std::fabs(b));
}

bool fits(const Expectation& expectation, double found) {
  const double wanted = *expectation.number;
  if (same(found, wanted)) return true;
  if (expectation.comparison == Comparison::at_least) return found > wanted;
  return expectation.comparison == Comparison::at_most && found < wanted;
}

bool fits(const Expectation& expectation, const std::string& found) {
  return std::any_of(expectation.any_of.begin(), expectation.any_of.end(),
                     [&](const std::string& pattern) { return glob_matches(pattern, found); });
}

void judge_fact(const Expectation& expectation, const ExpectationKey& key, const MachineFact& fact,
                Judgement& judgement) {
  if (!fact.number && fact.word.empty()) {
    add(judgement, "absent-fact", expectation, fact, "not in the report");
  } else if (key.kind == ExpectationKey::Kind::words) {
    if (!fits(expectation, fact.word))
      add(judgement, "unexpected-machine", expectation, fact, fact.word);
  } else if (!fits(expectation, *fact.number)) {
    const Unit unit = key.kind == ExpectationKey::Kind::number ? key.unit : Unit::count;
    const bool fewer =
        key.kind == ExpectationKey::Kind::counted && *fact.number < *expectation.number;
    add(judgement, fewer ? ReasonId("missing-subject") : ReasonId("unexpected-machine"),
        expectation, fact, format_quantity(*fact.number, unit, 6));
  }
}

/// A machine has ports for other things, too: only as many as `nics` counts must be as fast, so the
/// fastest that many stand for it. Without `nics` all of them.
void keep_fastest(std::vector<MachineFact>& ports, const Profile& profile) {
  for (const Expectation& expectation : profile.expectations) {
    if (expectation.key != "nics" || !expectation.number) continue;
    const auto faster = [](const MachineFact& a, const MachineFact& b) {
      return a.number > b.number;
    };
    std::stable_sort(ports.begin(), ports.end(), faster);
    const auto wanted = static_cast<std::size_t>(
        std::min(*expectation.number, static_cast<double>(ports.size()) + 1));
    const std::size_t found = ports.size();
    ports.resize(wanted, {"port", std::nullopt, ""});
    for (std::size_t i = found; i < wanted; ++i)
      ports[i].subject = fmt::format("ports beyond the {} that say it", found);
    return;
  }
}

void judge_expectation(const Expectation& expectation, const Matter& matter, Judgement& judgement) {
  const ExpectationKey* key = find_expectation_key(expectation.key);
  std::vector<MachineFact> facts = key == nullptr
                                       ? std::vector<MachineFact>{}
                                       : machine_facts(*key, matter.report, matter.index);
  if (key != nullptr && key->of == "port" && !facts.empty()) keep_fastest(facts, matter.profile);
  if (key == nullptr || facts.empty()) {
    add(judgement, "absent-fact", expectation, {"node", std::nullopt, ""}, "not in the report");
    return;
  }
  for (const MachineFact& fact : facts) judge_fact(expectation, *key, fact, judgement);
}

}  // namespace

void judge_serials(const Node& node, const JudgeOptions& options, Judgement& judgement) {
  for (const std::string& serial : options.expected_serials) {
    const bool found = std::any_of(node.gpus.begin(), node.gpus.end(),
                                   [&](const Gpu& gpu) { return gpu.serial == serial; });
    if (found) continue;
    judgement.reasons.push_back(make_reason(
        "missing-serial", "no gpu has serial " + serial + ", which the site file names"));
    judgement.reasons.back().subject = "gpu " + serial;
  }
  if (options.expected_serial.empty() || options.expected_serial == node.serial) return;
  judgement.reasons.push_back(
      make_reason("wrong-machine", fmt::format("the node's serial is '{}', the site file names {}",
                                               node.serial, options.expected_serial)));
}

void judge_machine(const Matter& matter, Judgement& judgement) {
  for (const Expectation& expectation : matter.profile.expectations)
    judge_expectation(expectation, matter, judgement);
  judge_serials(matter.report.node, matter.options, judgement);
}

}  // namespace assay
