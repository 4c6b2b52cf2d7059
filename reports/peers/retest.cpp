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

const std::string& serial_of(const Night& night, std::uint32_t slot, std::size_t node) {
  static const std::string none;
  const std::vector<std::string>& serials = night.slots[slot].serials;
  if (!serials.empty()) return serials[node];
  return night.serials.empty() || night.slots[slot].kind != "node" ? none : night.serials[node];
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
    const std::string& first = serial_of(night_, night_.columns[column].slot, node);
    const std::string& second = serial_of(again_, again_.columns[there->second].slot, host->second);
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

bool confirms(const PeerOutlier& outlier, const NightColumn& column, double value,
              const PeerRules& rules, double ceiling) {
  const double sign = column.better == Better::higher ? 1 : -1;
  const double below = sign * (outlier.location - value);
  if (below < peers::least_effect(column.unit, outlier.location, rules)) return false;
  const peers::TailFit tail{.freedom = outlier.freedom, .factor = outlier.tail_factor};
  const double z = below / outlier.scale;
  if (tail.chance(z) > kAgain) return false;
  const double first = sign * (outlier.location - outlier.measured) / outlier.scale;
  return tail.chance((first + z) / 2) <= ceiling;
}

}  // namespace

RetestCount confirm_outliers(PeerJudgement& judgement, const Night& night, const Night& again,
                             const PeerRules& rules) {
  require_shape(night);
  require_shape(again);
  const Again found(night, again);
  const double a_node =
      static_cast<double>(judgement.tests) / std::max(1.0, static_cast<double>(night.nodes()));
  const double ceiling = rules.false_fail / std::max(1.0, a_node);
  RetestCount count;
  for (PeerSubject& subject : judgement.subjects) {
    bool measured = false;
    for (PeerOutlier& outlier : subject.outliers) {
      const auto value = found.value(outlier.node, outlier.column);
      if (!value || outlier.freedom <= 0) continue;
      measured = true;
      outlier.confirmed = confirms(outlier, night.columns[outlier.column], *value, rules, ceiling);
      subject.confirmed = subject.confirmed || outlier.confirmed;
    }
    if (subject.confirmed)
      ++count.confirmed;
    else
      ++(measured ? count.cleared : count.missing);
  }
  return count;
}

}  // namespace assay
