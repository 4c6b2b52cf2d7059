#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/error.hpp"
#include "core/philox.hpp"
#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/compare/formats.hpp"
#include "reports/compare/runs.hpp"

namespace assay {
namespace {

std::string name_of(const FigureName& quantity) {
  return quantity.test + "." + quantity.metric + " on " + quantity.each;
}

std::string text_of(const Conditions& conditions) {
  std::string text;
  for (const auto& [name, value] : conditions)
    if (name != "hardware" && name != "statistic")
      text += (text.empty() ? "" : ", ") + name + ' ' + value;
  return text;
}

std::string value_in(const Conditions& conditions, const std::string& name) {
  const auto found = conditions.find(name);
  return found == conditions.end() ? "" : found->second;
}

/// Every metric draws its own numbers, whatever else is compared (FNV-1a).
std::uint64_t stream_of(std::uint64_t seed, const std::string& text) {
  constexpr std::uint64_t basis = 0xcbf29ce484222325U;
  constexpr std::uint64_t prime = 0x100000001b3U;
  std::uint64_t hash = basis;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
  return random_bits(seed, hash);
}

bool has_common(const std::map<Conditions, FigureRuns>& a,
                const std::map<Conditions, FigureRuns>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const auto& entry) { return b.contains(entry.first); });
}

class Pairing {
 public:
  Pairing(SideBySide& into, Unlike unlike) : into_(into), unlike_(unlike) {}

  void take(const FigureName& quantity, const std::map<Conditions, FigureRuns>& a,
            const std::map<Conditions, FigureRuns>& b) {
    if (has_common(a, b)) return pair(quantity, a, b, "");
    const AlikeRuns joined = without_unlike(a, b);
    if (unlike_ == Unlike::compare && has_common(joined.a, joined.b))
      return pair(quantity, joined.a, joined.b, joined.unlike);
    unlike_quantities_.push_back(
        name_of(quantity) + ": " +
        (joined.unlike.empty() ? "no conditions in common" : joined.unlike));
  }

  /// Throws InputError if something was measured on both sides that cannot be compared.
  void finish() const {
    constexpr std::size_t shown = 8;
    if (unlike_quantities_.empty()) return;
    std::vector<std::string> some(
        unlike_quantities_.begin(),
        unlike_quantities_.begin() +
            static_cast<std::ptrdiff_t>(std::min(shown, unlike_quantities_.size())));
    if (unlike_quantities_.size() > shown)
      some.push_back(fmt::format("and {} more", unlike_quantities_.size() - shown));
    throw InputError("", 0, "",
                     "A and B were measured under unlike conditions (--unlike compares them all "
                     "the same): " +
                         joined(some, "; "));
  }

 private:
  void pair(const FigureName& quantity, const std::map<Conditions, FigureRuns>& a,
            const std::map<Conditions, FigureRuns>& b, const std::string& unlike) {
    for (const auto& [conditions, runs] : a) {
      const auto other = b.find(conditions);
      if (other == b.end())
        into_.only_a.push_back(name_of(quantity) + ": " + text_of(conditions));
      else
        into_.metrics.push_back(compared(quantity, conditions, runs, other->second, unlike));
    }
    for (const auto& [conditions, runs] : b)
      if (!a.contains(conditions))
        into_.only_b.push_back(name_of(quantity) + ": " + text_of(conditions));
  }

  [[nodiscard]] ComparedMetric compared(const FigureName& quantity, const Conditions& conditions,
                                        const FigureRuns& a, const FigureRuns& b,
                                        const std::string& unlike) const {
    if (a.unit != b.unit || a.better != b.better)
      throw InputError("", 0, quantity.test + "." + quantity.metric,
                       fmt::format("is in {} on one side and in {} on the other, or better in "
                                   "another direction",
                                   symbol(a.unit), symbol(b.unit)));
    ComparedMetric row{.sku = value_in(conditions, "hardware"),
                       .test = quantity.test,
                       .metric = quantity.metric,
                       .each = quantity.each,
                       .conditions = text_of(conditions),
                       .unlike = unlike,
                       .unit = a.unit,
                       .better = a.better,
                       .statistic = value_in(conditions, "statistic"),
                       .a = a.values,
                       .b = b.values,
                       .median_a = median(a.values),
                       .median_b = median(b.values)};
    if (row.median_a > 0 && row.median_b > 0) row.ratio = row.median_b / row.median_a;
    Resampling resampling = into_.resampling;
    resampling.seed =
        stream_of(resampling.seed, name_of(quantity) + '\n' + row.sku + '\n' + row.conditions);
    row.interval = ratio_interval(row.a, row.b, resampling);
    row.ranks = rank_sum(row.a, row.b);
    return row;
  }

  SideBySide& into_;
  Unlike unlike_;
  std::vector<std::string> unlike_quantities_;
};

/// A run on both sides would make them look more alike than they are.
void require_different(const std::vector<ReadReport>& a, const std::vector<ReadReport>& b) {
  std::map<std::string, std::string> source_of;
  for (const ReadReport& read : a) source_of.emplace(read.hash, read.source);
  for (const ReadReport& read : b) {
    const auto same = read.hash.empty() ? source_of.end() : source_of.find(read.hash);
    if (same != source_of.end())
      throw InputError(read.source, 0, "",
                       "is the same report as " + same->second + " on the other side");
  }
}

}  // namespace

SideBySide side_by_side(const std::string& name_a, const std::vector<ReadReport>& a,
                        const std::string& name_b, const std::vector<ReadReport>& b, Unlike unlike,
                        const Resampling& resampling) {
  require_different(a, b);
  MeasuredSide side_a = side_of(name_a, a);
  MeasuredSide side_b = side_of(name_b, b);
  SideBySide found{.a = side_a.stated, .b = side_b.stated, .resampling = resampling};
  found.left_out = std::move(side_a.left_out);
  found.left_out.insert(found.left_out.end(), side_b.left_out.begin(), side_b.left_out.end());
  Pairing pairing(found, unlike);
  for (const auto& [quantity, of_a] : side_a.quantities) {
    const auto of_b = side_b.quantities.find(quantity);
    if (of_b == side_b.quantities.end())
      found.only_a.push_back(name_of(quantity));
    else
      pairing.take(quantity, of_a, of_b->second);
  }
  for (const auto& [quantity, of_b] : side_b.quantities)
    if (!side_a.quantities.contains(quantity)) found.only_b.push_back(name_of(quantity));
  pairing.finish();
  if (found.metrics.empty())
    throw InputError(
        "", 0, "",
        "nothing to compare: no sound figure of one test was found on both sides" +
            (found.left_out.empty() ? "" : "; left out: " + joined(left_out_of(found), "; ")));
  return found;
}

}  // namespace assay
