#include "reports/peers/retest.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "reports/peers/parts/fit.hpp"
#include "reports/peers/parts/tail.hpp"

namespace assay {
namespace {

constexpr double kAgain = 1e-3;

using ColumnKey = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view,
                             std::string_view>;

ColumnKey key_of(const Night& night, const NightColumn& column) {
  return {column.test, column.metric, column.params, column.statistic,
          night.slots[column.slot].label};
}

/// Finds tonight's values in the re-tests' night.
class Again {
 public:
  Again(const Night& night, const Night& again) : night_(night), again_(again) {
    for (std::size_t i = 0; i < again.columns.size(); ++i)
      columns_.emplace(key_of(again, again.columns[i]), i);
    for (std::size_t i = 0; i < again.nodes(); ++i) nodes_.emplace(again.hostnames[i], i);
  }

  [[nodiscard]] std::optional<double> value(std::uint32_t node, std::uint32_t column) const {
    const auto there = columns_.find(key_of(night_, night_.columns[column]));
    const auto host = nodes_.find(night_.hostnames[node]);
    if (there == columns_.end() || host == nodes_.end()) return std::nullopt;
    const std::string& first = hardware_in(night_, night_.columns[column].slot, node);
    const std::string& second =
        hardware_in(again_, again_.columns[there->second].slot, host->second);
    if (!first.empty() && !second.empty() && first != second) return std::nullopt;
    const double value = again_.column(there->second)[host->second];
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }

 private:
  const Night& night_;
  const Night& again_;
  std::map<ColumnKey, std::size_t> columns_;
  std::unordered_map<std::string_view, std::size_t> nodes_;
};

/// The strongest of what a subject's outliers say.
void count_subject(const std::vector<SecondLook>& looks, RetestCount& count) {
  const auto any = [&](SecondLook look) {
    return std::find(looks.begin(), looks.end(), look) != looks.end();
  };
  if (looks.empty())
    ++count.missing;
  else if (any(SecondLook::confirmed))
    ++count.confirmed;
  else
    ++(any(SecondLook::undecided) ? count.undecided : count.cleared);
}

}  // namespace

double fail_chance(const PeerJudgement& judgement, const Night& night, const PeerRules& rules) {
  const double a_node =
      static_cast<double>(judgement.tests) / std::max(1.0, static_cast<double>(night.nodes()));
  return rules.false_fail / std::max(1.0, a_node);
}

SecondLook look_again(const PeerOutlier& first, const NightColumn& column, double again,
                      const PeerRules& rules, double fail_chance) {
  const double sign = column.better == Better::higher ? 1 : -1;
  const double below = sign * (first.location - again);
  if (below < peers::least_effect(column.unit, first.location, rules)) return SecondLook::cleared;
  if (first.freedom <= 0) return SecondLook::undecided;
  const peers::TailFit tail{.freedom = first.freedom, .factor = first.tail_factor};
  const double z = below / first.scale;
  if (tail.chance(z) > kAgain) return SecondLook::cleared;
  const double before = sign * (first.location - first.measured) / first.scale;
  return tail.chance((before + z) / 2) <= fail_chance ? SecondLook::confirmed
                                                      : SecondLook::undecided;
}

RetestCount confirm_outliers(PeerJudgement& judgement, const Night& night, const Night& again,
                             const PeerRules& rules) {
  require_shape(night);
  require_shape(again);
  const Again found(night, again);
  const double chance = fail_chance(judgement, night, rules);
  RetestCount count;
  for (PeerSubject& subject : judgement.subjects) {
    std::vector<SecondLook> looks;
    for (PeerOutlier& outlier : subject.outliers) {
      const auto value = found.value(outlier.node, outlier.column);
      if (!value) continue;
      looks.push_back(look_again(outlier, night.columns[outlier.column], *value, rules, chance));
      outlier.confirmed = looks.back() == SecondLook::confirmed;
      subject.confirmed = subject.confirmed || outlier.confirmed;
    }
    count_subject(looks, count);
  }
  return count;
}

}  // namespace assay
