#include "reports/judge/index.hpp"

#include <algorithm>
#include <tuple>

#include "core/glob.hpp"

namespace assay {
namespace {

struct Entry {
  const Result* result;
  std::string subject;
};

/// Numbers before their decimal text: gpu 2 stands before gpu 10.
auto order(const Entry& entry) {
  const Result& result = *entry.result;
  return std::tie(result.test, result.subject.kind, result.subject.index, entry.subject,
                  result.attempt, result.params);
}

bool same_group(const Entry& a, const Entry& b) {
  return a.result->test == b.result->test && a.subject == b.subject;
}

/// `first` to `last` are the sorted entries of one group.
Group make_group(std::vector<Entry>::const_iterator first,
                 std::vector<Entry>::const_iterator last) {
  Group group;
  group.test = first->result->test;
  group.subject = first->subject;
  const std::int64_t final_attempt = std::prev(last)->result->attempt;
  for (auto entry = first; entry != last; ++entry) {
    const Result& result = *entry->result;
    (result.attempt == final_attempt ? group.last : group.earlier).push_back(&result);
    if (entry == first) continue;
    const Result& before = *std::prev(entry)->result;
    group.duplicated |= before.attempt == result.attempt && before.params == result.params;
  }
  return group;
}

}  // namespace

bool Group::skipped() const {
  return std::all_of(last.begin(), last.end(),
                     [](const Result* result) { return result->outcome == Outcome::skipped; });
}

bool Group::absent() const {
  return skipped() &&
         std::all_of(last.begin(), last.end(), [](const Result* result) { return result->absent; });
}

Index::Index(const Report& report) {
  std::vector<Entry> entries;
  entries.reserve(report.results.size());
  for (const Result& result : report.results) entries.push_back({&result, label(result.subject)});
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return order(a) < order(b); });
  for (auto first = entries.cbegin(); first != entries.cend();) {
    const auto last = std::find_if_not(
        first, entries.cend(), [&](const Entry& entry) { return same_group(*first, entry); });
    groups_.push_back(make_group(first, last));
    first = last;
  }
  for (const Group& group : groups_) by_test_[group.test].push_back(&group);
}

std::vector<const Group*> Index::of_test(const std::string& pattern) const {
  if (!has_wildcard(pattern)) {
    const auto found = by_test_.find(pattern);
    return found == by_test_.end() ? std::vector<const Group*>{} : found->second;
  }
  std::vector<const Group*> all;
  for (const Group& group : groups_)
    if (glob_matches(pattern, group.test)) all.push_back(&group);
  return all;
}

}  // namespace assay
