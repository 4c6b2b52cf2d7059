#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "core/glob.hpp"
#include "reports/judge/fabric.hpp"
#include "reports/judge/lint_parts.hpp"
#include "reports/judge/select.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

using Severity = Finding::Severity;
using Kind = CollectiveFigure::Kind;

/// A floor under half of what the links can carry lets half-broken links through.
constexpr double kFarUnder = 0.5;

std::optional<double> number_in(const Limit& limit, const std::string& key) {
  const auto found = limit.when.find(key);
  if (found == limit.when.end()) return std::nullopt;
  if (const auto* whole = std::get_if<std::int64_t>(&found->second))
    return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&found->second)) return *number;
  return std::nullopt;
}

/// The fabric that a limit with `nodes` is about. MPI has one rank a node, NCCL one a GPU.
std::optional<FabricLinks> fabric_of(const Limit& limit, const Profile& profile, double nodes) {
  const std::optional<double> ranks = number_in(limit, "ranks");
  const double a_node = limit.each == "node" ? 1 : ranks ? *ranks / nodes : expected_gpus(profile);
  constexpr double most = 1e6;
  if (!(nodes >= 1) || nodes > most || !(a_node >= 1) || a_node > most) return std::nullopt;
  return stated_fabric(profile, static_cast<int>(nodes), static_cast<int>(a_node));
}

/// Does `limit` take results of `algorithm`? NCCL knows COLLNET in two forms.
bool allows(const Limit& limit, Algorithm algorithm) {
  const auto wanted = limit.expect.find("algorithm");
  if (wanted == limit.expect.end()) return true;
  const std::string own(name(algorithm));
  return std::any_of(wanted->second.begin(), wanted->second.end(), [&](const std::string& word) {
    return glob_matches(word, own) ||
           (algorithm == Algorithm::collnet && word.starts_with("COLLNET"));
  });
}

/// Trees are for small messages, and nobody must have a network that adds: neither says what a
/// healthy machine reaches at least.
bool is_usual(Algorithm algorithm) {
  return algorithm != Algorithm::tree && algorithm != Algorithm::collnet;
}

class FabricLint {
 public:
  FabricLint(const Limit& limit, const CollectiveFigure& figure, const Profile& profile,
             std::vector<Finding>& findings)
      : limit_(limit), figure_(figure), findings_(findings) {
    // Two nodes exchange at twice a ring's speed, more nodes at less: no other count allows more.
    const std::optional<double> nodes = number_in(limit, "nodes");
    if (nodes)
      fabrics_ = {fabric_of(limit, profile, *nodes)};
    else
      fabrics_ = {fabric_of(limit, profile, 1), fabric_of(limit, profile, 2)};
    is_about_one_ = nodes.has_value();
  }

  void hold(const std::optional<Threshold>& floor) {
    if (!is_rate(floor) || figure_.kind == Kind::time) return;
    const std::optional<double> most =
        best([&](Algorithm algorithm) { return allows(limit_, algorithm); });
    if (!most) return;
    if (floor->value > *most) {
      add(Severity::error, fmt::format("{} is above the {} that the links of `expect` can carry: "
                                       "this limit can never hold",
                                       floor->text, shown(*most)));
      return;
    }
    const std::optional<double> usual =
        best([&](Algorithm algorithm) { return allows(limit_, algorithm) && is_usual(algorithm); });
    const double healthy = usual.value_or(*most);
    if (is_about_one_ && floor->value < kFarUnder * healthy)
      add(Severity::warning, fmt::format("{} is under half of the {} that the links of `expect` "
                                         "can carry: this limit can hardly fail",
                                         floor->text, shown(healthy)));
  }

  /// What physics allows must not be less than what it does allow.
  void hold_plausible(const std::optional<Threshold>& roof) {
    if (!is_rate(roof) || figure_.kind == Kind::time) return;
    const std::optional<double> most =
        best([&](Algorithm algorithm) { return allows(limit_, algorithm) && is_usual(algorithm); });
    constexpr double rounding = 0.995;
    if (most && is_about_one_ && roof->value < rounding * *most)
      add(Severity::warning,
          fmt::format("{} as implausible_above is under the {} that the links of `expect` can "
                      "carry: what is real would be unknown",
                      roof->text, shown(*most)));
  }

  void hold_time(const std::optional<Threshold>& roof) {
    if (!roof || roof->of != Threshold::Of::absolute || figure_.kind != Kind::time) return;
    const std::optional<double> least =
        best([&](Algorithm algorithm) { return allows(limit_, algorithm); });
    if (least && roof->value < *least)
      add(Severity::error, fmt::format("{} is less than the {} that the links of `expect` need: "
                                       "this limit can never hold",
                                       roof->text, shown(*least)));
  }

 private:
  static bool is_rate(const std::optional<Threshold>& bound) {
    return bound && bound->of == Threshold::Of::absolute && bound->unit == Unit::bytes_per_second;
  }
  [[nodiscard]] std::string shown(double value) const {
    return format_quantity(value,
                           figure_.kind == Kind::time ? Unit::seconds : Unit::bytes_per_second);
  }
  void add(Severity severity, const std::string& text) {
    findings_.push_back({severity, limit_.at, fmt::format("{}: {}", describe(limit_), text)});
  }
  /// Of all node counts that the limit may be about; nothing where one of them is not known.
  [[nodiscard]] std::optional<double> best(const std::function<bool(Algorithm)>& allowed) const {
    const double bytes = number_in(limit_, "bytes").value_or(0);
    std::optional<double> best;
    for (const std::optional<FabricLinks>& fabric : fabrics_) {
      const auto one = fabric ? best_possible(figure_, *fabric, bytes, allowed) : std::nullopt;
      if (!one) return std::nullopt;
      const bool is_time = figure_.kind == Kind::time;
      best = !best ? *one : is_time ? std::min(*best, *one) : std::max(*best, *one);
    }
    return best;
  }

  const Limit& limit_;
  const CollectiveFigure& figure_;
  std::vector<Finding>& findings_;
  std::vector<std::optional<FabricLinks>> fabrics_;
  bool is_about_one_ = false;
};

}  // namespace

void lint_fabric(const Limit& limit, const Profile& profile, std::vector<Finding>& findings) {
  const std::optional<CollectiveFigure> figure = collective_figure(limit.test, limit.metric);
  if (!figure || limit.statistic == "droop") return;
  FabricLint lint(limit, *figure, profile, findings);
  for (const auto* floor : {&limit.at_least, &limit.warn_below}) lint.hold(*floor);
  for (const auto* roof : {&limit.at_most, &limit.warn_above}) lint.hold_time(*roof);
  lint.hold_plausible(limit.implausible_above);
}

}  // namespace assay
