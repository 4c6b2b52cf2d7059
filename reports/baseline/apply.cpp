#include "reports/baseline/apply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/glob.hpp"
#include "reports/judge/index.hpp"
#include "reports/judge/select.hpp"
#include "reports/observations/conditions.hpp"

namespace assay {
namespace {

std::string key_of(const std::string& test, const std::string& metric, const std::string& each,
                   const ResultParams& when) {
  constexpr char between = '\n';  // in no name
  return test + between + metric + between + each + between + text_of(when);
}

std::optional<double> typical(const LearnedLimit& limit, const Metric& metric,
                              std::string_view statistic) {
  if (limit.unit != metric.unit || limit.better != metric.better) return std::nullopt;
  if (statistic == limit.statistic) return limit.typical;
  const auto found = limit.statistics.find(std::string(statistic));
  return found == limit.statistics.end() ? std::nullopt : std::optional(found->second);
}

std::string source_of(const LearnedLimit& limit, const Baseline& baseline) {
  return fmt::format("baseline {} of {}, {} nodes, {} values", baseline.name, baseline.made,
                     limit.nodes, limit.values);
}

Limit limit_from(const LearnedLimit& learned, const Baseline& baseline) {
  Limit limit;
  limit.test = learned.test;
  limit.metric = learned.metric;
  limit.each = learned.each;
  limit.when = learned.when;
  limit.at_least = learned.at_least;
  limit.at_most = learned.at_most;
  limit.warn_below = learned.warn_below;
  limit.warn_above = learned.warn_above;
  limit.statistic = learned.statistic;
  limit.source = source_of(learned, baseline);
  limit.at = learned.at;
  return limit;
}

/// Which results a profile speaks of, in one report.
class Spoken {
 public:
  Spoken(const Profile& profile, const Report& report)
      : profile_(profile), report_(report), index_(report) {
    for (const Group& group : index_.groups()) groups_[group.test].push_back(&group);
  }

  /// Is there a demanded limit on the value of `learned`, of whatever it selects here?
  [[nodiscard]] bool is_of(const LearnedLimit& learned) const {
    return std::any_of(profile_.limits.begin(), profile_.limits.end(), [&](const Limit& limit) {
      return is_on(limit, learned) && !not_demanded(limit, report_) && takes(limit, learned);
    });
  }

 private:
  static bool is_on(const Limit& limit, const LearnedLimit& learned) {
    return limit.statistic != "droop" && (limit.each.empty() || limit.each == learned.each) &&
           glob_matches(limit.test, learned.test) && glob_matches(limit.metric, learned.metric);
  }

  /// Does `limit` select the results that `learned` is about, or would it if there were any?
  [[nodiscard]] bool takes(const Limit& limit, const LearnedLimit& learned) const {
    bool any = false;
    const auto groups = groups_.find(learned.test);
    if (groups != groups_.end())
      for (const Group* group : groups->second) {
        if (group->about().kind != learned.each) continue;
        const std::vector<const Result*> taken = selected(limit, group->last, report_.run);
        for (const Result* result : group->last) {
          if (conditions_of(*result) != learned.when) continue;
          any = true;
          if (std::find(taken.begin(), taken.end(), result) == taken.end()) return false;
        }
      }
    if (any) return true;
    Result absent{.test = learned.test, .params = learned.when};
    absent.subject.kind = learned.each;
    return selects(limit, absent, report_.run);
  }

  const Profile& profile_;
  const Report& report_;
  Index index_;
  std::map<std::string, std::vector<const Group*>> groups_;
};

bool is_of_several(const Report& report) { return !report.nodes.empty(); }

}  // namespace

AppliedBaseline::AppliedBaseline(Baseline baseline) : baseline_(std::move(baseline)) {
  for (const BaselineKind& kind : baseline_.kinds) {
    const auto limits = std::make_shared<ByContent>();
    for (const LearnedLimit& limit : kind.limits)
      limits->emplace(key_of(limit.test, limit.metric, limit.each, limit.when), &limit);
    kinds_.emplace(kind.kind, Kind{&kind, limits});
  }
}

const AppliedBaseline::Kind* AppliedBaseline::find(const Report& report) const {
  if (is_of_several(report)) return nullptr;
  const auto found = kinds_.find(kind_of(report));
  return found == kinds_.end() ? nullptr : &found->second;
}

void AppliedBaseline::refer(const Report& report, JudgeOptions& options) const {
  const Kind* kind = find(report);
  if (kind == nullptr) {
    if (!is_of_several(report))
      options.no_baseline =
          fmt::format("baseline {} knows no {}", baseline_.name, describe(kind_of(report)));
    return;
  }
  options.reference = [limits = kind->limits, other = std::move(options.reference)](
                          Threshold::Of of, const Result& result, const Metric& metric,
                          std::string_view statistic) -> std::optional<double> {
    if (of == Threshold::Of::baseline) {
      const auto found = limits->find(
          key_of(result.test, metric.name, result.subject.kind, conditions_of(result)));
      if (found != limits->end()) return typical(*found->second, metric, statistic);
    }
    return other ? other(of, result, metric, statistic) : std::nullopt;
  };
}

Profile AppliedBaseline::with_learned(const Profile& profile, const Report& report) const {
  Profile both = profile;
  const Kind* kind = find(report);
  if (kind == nullptr) return both;
  const Spoken spoken(profile, report);
  for (const LearnedLimit& learned : kind->learned->limits)
    if (!spoken.is_of(learned)) both.limits.push_back(limit_from(learned, baseline_));
  return both;
}

}  // namespace assay
