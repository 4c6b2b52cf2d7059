#include <set>
#include <utility>

#include "bench/fleet_power/tables.hpp"
#include "core/philox.hpp"
#include "reports/peers/judge_peers.hpp"
#include "reports/peers/retest.hpp"

namespace assay {
namespace {

constexpr std::uint64_t kRetestNight = 1'000'000;  // its noise is nobody else's

/// Who was named on any of several nights.
struct Named {
  using Subjects = std::set<std::pair<std::uint32_t, std::uint32_t>>;
  Subjects subjects, confirmed;

  void take(const PeerJudgement& judgement) {
    for (const PeerSubject& subject : judgement.subjects) {
      subjects.emplace(subject.node, subject.slot);
      if (subject.confirmed) confirmed.emplace(subject.node, subject.slot);
    }
  }
  [[nodiscard]] static std::size_t faulty(const Subjects& some, const peers::Fleet& fleet) {
    const std::size_t nodes = fleet.plan().nodes;
    std::size_t n = 0;
    for (const auto& [node, slot] : some) n += fleet.truth().faulty[slot * nodes + node];
    return n;
  }
};

}  // namespace

Trials try_night(peers::FleetPlan plan, std::size_t fleets, std::uint64_t seed) {
  Trials trials;
  for (std::size_t i = 0; i < fleets; ++i) {
    plan.seed = random_bits(seed, i) >> 16;
    const peers::Fleet fleet(plan);
    const Night night = fleet.night(0);
    PeerJudgement judgement = judge_peers(night, {});
    if (!judgement.subjects.empty())
      confirm_outliers(judgement, night, fleet.night(kRetestNight), {});
    trials.score += score(fleet, judgement);
    ++trials.fleets;
    ++trials.nights;
  }
  return trials;
}

Trials try_nights(peers::FleetPlan plan, std::size_t fleets, std::size_t nights, std::size_t scored,
                  std::uint64_t seed) {
  Trials trials;
  for (std::size_t i = 0; i < fleets; ++i) {
    plan.seed = random_bits(seed, i) >> 16;
    const peers::Fleet fleet(plan);
    const Night shape = fleet.night(0);
    PeerPast past(shape.nodes(), shape.columns.size());
    Named named;
    std::size_t faults = 0;
    for (std::size_t number = 0; number < nights; ++number) {
      const Night night = fleet.night(number);
      PeerJudgement judgement = judge_peers(night, {}, &past);
      if (number + scored < nights) continue;
      if (!judgement.subjects.empty())
        confirm_outliers(judgement, night, fleet.night(kRetestNight + number), {});
      named.take(judgement);
      const peers::PeerScore one = score(fleet, judgement);
      faults = one.faults;
      trials.score += one;
      trials.score.faults -= one.faults;
      trials.score.warned -= one.warned;
      trials.score.failed -= one.failed;
      ++trials.nights;
    }
    trials.score.faults += faults;
    trials.score.warned += Named::faulty(named.subjects, fleet);
    trials.score.failed += Named::faulty(named.confirmed, fleet);
    ++trials.fleets;
  }
  return trials;
}

}  // namespace assay
