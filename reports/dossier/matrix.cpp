#include "reports/dossier/matrix.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace assay {
namespace {

constexpr std::size_t kFewestEnds = 3;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The run of digits that `text` begins with, without leading zeros.
std::string_view digits_of(std::string_view text) noexcept {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  std::size_t begin = 0;
  while (begin + 1 < end && text[begin] == '0') ++begin;
  return text.substr(begin, end - begin);
}

std::size_t run_of(std::string_view text) noexcept {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end;
}

struct Link {
  std::int64_t attempt = 0;
  float value = 0;
};
using Links = std::map<std::pair<std::string, std::string>, Link>;
struct Gathered {
  Unit unit = Unit::count;
  Better better = Better::higher;
  Links links;
};

LinkMatrix matrix_of(const std::pair<std::string, std::string>& name, const Gathered& gathered) {
  LinkMatrix matrix{.test = name.first,
                    .metric = name.second,
                    .unit = gathered.unit,
                    .better = gathered.better,
                    .ends = {},
                    .values = {}};
  for (const auto& [ends, link] : gathered.links)
    matrix.ends.insert(matrix.ends.end(), {ends.first, ends.second});
  std::sort(matrix.ends.begin(), matrix.ends.end(), naturally_before);
  matrix.ends.erase(std::unique(matrix.ends.begin(), matrix.ends.end()), matrix.ends.end());
  const std::size_t n = matrix.ends.size();
  matrix.values.assign(n * n, std::numeric_limits<float>::quiet_NaN());
  const auto at = [&](const std::string& end) {
    return static_cast<std::size_t>(
        std::lower_bound(matrix.ends.begin(), matrix.ends.end(), end, naturally_before) -
        matrix.ends.begin());
  };
  for (const auto& [ends, link] : gathered.links)
    matrix.values[at(ends.first) * n + at(ends.second)] = link.value;
  return matrix;
}

}  // namespace

bool naturally_before(const std::string& a, const std::string& b) noexcept {
  std::string_view x = a;
  std::string_view y = b;
  while (!x.empty() && !y.empty()) {
    if (is_digit(x.front()) && is_digit(y.front())) {
      const std::string_view m = digits_of(x);
      const std::string_view n = digits_of(y);
      if (m.size() != n.size()) return m.size() < n.size();
      if (m != n) return m < n;
      x.remove_prefix(run_of(x));
      y.remove_prefix(run_of(y));
      continue;
    }
    if (x.front() != y.front()) return x.front() < y.front();
    x.remove_prefix(1);
    y.remove_prefix(1);
  }
  if (x.empty() != y.empty()) return x.empty();
  return a < b;  // they differ in leading zeros at most
}

std::vector<LinkMatrix> matrices_of(const std::vector<Result>& results) {
  std::map<std::pair<std::string, std::string>, Gathered> gathered;
  for (const Result& result : results) {
    if (result.subject.from.empty() || result.subject.to.empty()) continue;
    for (const Metric& metric : result.metrics) {
      if (!metric.value || !std::isfinite(*metric.value)) continue;
      Gathered& all = gathered[{result.test, metric.name}];
      all.unit = metric.unit;
      all.better = metric.better;
      Link& link = all.links[{result.subject.from, result.subject.to}];
      if (result.attempt >= link.attempt)
        link = {result.attempt, static_cast<float>(*metric.value)};
    }
  }
  std::vector<LinkMatrix> matrices;
  for (const auto& [name, all] : gathered) {
    LinkMatrix matrix = matrix_of(name, all);
    if (matrix.ends.size() >= kFewestEnds) matrices.push_back(std::move(matrix));
  }
  return matrices;
}

}  // namespace assay
