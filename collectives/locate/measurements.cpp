#include "collectives/locate/measurements.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"

namespace assay::locate {
namespace {

using schedule::Pair;

constexpr std::int32_t kSilences = 3;

std::optional<double> sound(std::optional<double> rate) {
  return rate && std::isfinite(*rate) && *rate > 0 ? rate : std::nullopt;
}

}  // namespace

Measurements::Measurements(const Fabric& fabric, PairProbe& probe)
    : fabric_(fabric),
      probe_(probe),
      answers_(static_cast<std::size_t>(fabric.size()), false),
      unanswered_(static_cast<std::size_t>(fabric.size())) {}

bool Measurements::is_silent(std::int32_t node) const {
  const auto at = static_cast<std::size_t>(node);
  if (answers_[at]) return false;
  return std::count_if(unanswered_[at].begin(), unanswered_[at].end(), [&](std::int32_t partner) {
           return answers_[static_cast<std::size_t>(partner)];
         }) >= kSilences;
}

std::vector<Pair> Measurements::without_silent(const std::vector<Pair>& pairs) const {
  std::vector<Pair> out;
  for (const Pair& pair : pairs)
    if (!is_silent(pair.a) && !is_silent(pair.b)) out.push_back(pair);
  return out;
}

void Measurements::add(const std::vector<Pair>& pairs) {
  const std::vector<Pair> asked = without_silent(pairs);
  take(asked, probe_.measure(asked, rounds_));
  pairs_ += static_cast<std::int64_t>(asked.size());
  ++rounds_;
}

void Measurements::take(const std::vector<Pair>& pairs, const std::vector<Flow>& answers) {
  std::vector<std::int32_t> partner(static_cast<std::size_t>(fabric_.size()), -1);
  for (const Pair& pair : pairs) {
    partner[static_cast<std::size_t>(pair.a)] = pair.b;
    partner[static_cast<std::size_t>(pair.b)] = pair.a;
  }
  std::vector<std::optional<double>> rates(static_cast<std::size_t>(fabric_.adapters()));
  for (const Flow& flow : answers) {
    const bool exists = flow.from >= 0 && flow.from < fabric_.size() && flow.rail >= 0 &&
                        flow.rail < fabric_.rails && flow.to >= 0;
    if (!exists || partner[static_cast<std::size_t>(flow.from)] != flow.to)
      throw Error("a flow was measured that was not asked for: node " + std::to_string(flow.from) +
                  " to node " + std::to_string(flow.to));
    rates[static_cast<std::size_t>(fabric_.adapter(flow.from, flow.rail))] = sound(flow.rate);
  }
  const auto keep = [&](std::int32_t from, std::int32_t to, std::int32_t rail) {
    const auto rate = rates[static_cast<std::size_t>(fabric_.adapter(from, rail))];
    flows_.push_back({from, to, rail, rounds_, rate});
    return rate.has_value();
  };
  for (const Pair& pair : pairs) {
    bool answered = false;
    for (std::int32_t rail = 0; rail < fabric_.rails; ++rail) {
      answered |= keep(pair.a, pair.b, rail);
      answered |= keep(pair.b, pair.a, rail);
    }
    note(pair, answered);
  }
}

void Measurements::note(const Pair& pair, bool answered) {
  const auto one = static_cast<std::size_t>(pair.a);
  const auto other = static_cast<std::size_t>(pair.b);
  if (answered) {
    answers_[one] = answers_[other] = true;
  } else {
    unanswered_[one].push_back(pair.b);
    unanswered_[other].push_back(pair.a);
  }
}

std::vector<Flow> Measurements::on_answering_rails(const Baseline& baseline) const {
  std::vector<Flow> out;
  out.reserve(flows_.size());
  std::copy_if(flows_.begin(), flows_.end(), std::back_inserter(out), [&](const Flow& flow) {
    return baseline.across[static_cast<std::size_t>(flow.rail)] > 0;
  });
  return out;
}

Findings Measurements::summary(const Baseline& baseline) const {
  Findings findings;
  findings.expected = baseline.across;
  findings.noise = baseline.noise;
  findings.resolution = baseline.resolution;
  findings.rounds = rounds_;
  findings.pairs = pairs_;
  findings.flows = static_cast<std::int64_t>(flows_.size());
  findings.unanswered =
      std::count_if(flows_.begin(), flows_.end(), [](const Flow& flow) { return !flow.rate; });
  return findings;
}

}  // namespace assay::locate
