#include <algorithm>
#include <set>

#include "core/glob.hpp"
#include "reports/judge/parts.hpp"

namespace assay {
namespace {

/// A limit on the droop says nothing about how large the value itself is.
bool covers(const Limit& limit, const Result& result, const Metric& metric) {
  return limit.statistic != "droop" && (limit.each.empty() || limit.each == result.subject.kind) &&
         glob_matches(limit.metric, metric.name);
}

}  // namespace

std::vector<std::string> uncovered(const Profile& profile, const Index& index) {
  std::set<std::string> names;
  std::vector<const Limit*> of_test;
  const std::string* test = nullptr;
  for (const Group& group : index.groups()) {
    if (test == nullptr || *test != group.test) {
      test = &group.test;
      of_test.clear();
      for (const Limit& limit : profile.limits)
        if (glob_matches(limit.test, group.test)) of_test.push_back(&limit);
    }
    for (const Result* result : group.last)
      for (const Metric& metric : result->metrics)
        if (std::none_of(of_test.begin(), of_test.end(),
                         [&](const Limit* limit) { return covers(*limit, *result, metric); }))
          names.insert(group.test + "." + metric.name);
  }
  return {names.begin(), names.end()};
}

}  // namespace assay
