#include "reports/history/series.hpp"

#include <fmt/format.h>

#include <set>

namespace assay::history {
namespace {

std::string text_of(const ParamValue& value) {
  return std::visit(
      [](const auto& v) {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::string>)
          return v;
        else
          return fmt::format("{}", v);
      },
      value);
}

/// Names of the params in which first attempts differ: what tells sizes and types apart. Others
/// may say how often something ran that night and must not split the series.
std::set<std::string> telling(const std::vector<const Result*>& group) {
  std::set<std::string> names;
  const Result* first = nullptr;
  for (const Result* result : group) {
    if (result->attempt != 1) continue;
    if (first == nullptr) first = result;
    for (const auto* one : {first, result})
      for (const auto& [name, value] : one->params) {
        const Result* other = one == first ? result : first;
        const auto at = other->params.find(name);
        if (at == other->params.end() || at->second != value) names.insert(name);
      }
  }
  return names;
}

std::string params_text(const Result& result, const std::set<std::string>& names) {
  std::string text;
  for (const auto& [name, value] : result.params)
    if (names.contains(name)) text += (text.empty() ? "" : ",") + name + '=' + text_of(value);
  return text;
}

}  // namespace

std::vector<std::string> series_params(const std::vector<const Result*>& group) {
  const std::set<std::string> names = telling(group);
  std::vector<std::string> texts;
  texts.reserve(group.size());
  for (const Result* result : group) texts.push_back(params_text(*result, names));
  return texts;
}

}  // namespace assay::history
