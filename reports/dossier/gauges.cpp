#include "reports/dossier/gauges.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "reports/render/quantity.hpp"

namespace assay {
namespace {

using Name = std::pair<std::string, std::string>;  ///< test and metric

class Gauges {
 public:
  void add(const Check& check) {
    BulletGauge gauge{.test = check.test,
                      .metric = check.metric,
                      .statistic = check.statistic,
                      .params = "",
                      .op = check.op,
                      .source = check.source,
                      .unit = check.unit,
                      .peak = check.peak,
                      .entries = {}};
    place(std::move(gauge))
        .entries.push_back({check.subject, check.measured, check.limit, check.verdict});
  }

  void add(const Result& result, const Metric& metric, const std::string& params) {
    BulletGauge gauge{.test = result.test,
                      .metric = metric.name,
                      .statistic = metric.statistic,
                      .params = params,
                      .op = "",
                      .source = "",
                      .unit = metric.unit,
                      .peak = metric.peak,
                      .entries = {}};
    place(std::move(gauge)).entries.push_back({label(result.subject), metric.value, {}, {}});
  }

  std::vector<BulletGauge> take() { return std::move(all_); }

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string, std::string,
                         std::string, std::optional<Unit>>;

  /// The one that `gauge` belongs to; `gauge` itself where there is none.
  BulletGauge& place(BulletGauge gauge) {
    const Key key{gauge.test, gauge.metric, gauge.statistic, gauge.params,
                  gauge.op,   gauge.source, gauge.unit};
    const auto [found, fresh] = index_.try_emplace(key, all_.size());
    if (fresh) return all_.emplace_back(std::move(gauge));
    BulletGauge& placed = all_[found->second];
    if (gauge.peak) placed.peak = std::max(placed.peak.value_or(*gauge.peak), *gauge.peak);
    return placed;
  }

  std::map<Key, std::size_t> index_;
  std::vector<BulletGauge> all_;
};

std::string text_of(const std::string& key, const ParamValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "yes" : "no";
  const auto* whole = std::get_if<std::int64_t>(&value);
  const double number = whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
  return quantity(number, key == "bytes" ? Unit::bytes : Unit::count);
}

/// For each test the parameters that tell its results on one subject apart.
class Distinctions {
 public:
  explicit Distinctions(const Report& report) {
    std::map<Name, const Result*> first;  // by test and subject
    for (const Result& result : report.results) {
      const auto [found, fresh] =
          first.try_emplace(Name{result.test, label(result.subject)}, &result);
      if (!fresh && found->second->params != result.params) compare(*found->second, result);
    }
  }

  [[nodiscard]] std::string text(const Result& result) const {
    std::string out;
    const auto keys = keys_.find(result.test);
    if (keys == keys_.end()) return out;
    for (const auto& [key, value] : result.params)
      if (keys->second.contains(key))
        out += (out.empty() ? "" : ", ") + key + ' ' + text_of(key, value);
    return out;
  }

 private:
  void compare(const Result& a, const Result& b) {
    for (const auto& [key, value] : b.params) {
      const auto other = a.params.find(key);
      if (other == a.params.end() || other->second != value) keys_[b.test].insert(key);
    }
  }

  std::map<std::string, std::set<std::string>> keys_;
};

bool is_last_attempt(const Result& result, const Report& report) {
  return std::none_of(report.results.begin(), report.results.end(), [&](const Result& other) {
    return other.attempt > result.attempt && other.test == result.test &&
           other.subject == result.subject && other.params == result.params;
  });
}

}  // namespace

std::vector<BulletGauge> gauges_of(const Judgement& judgement, const Report* report) {
  Gauges gauges;
  std::set<Name> covered;
  for (const Check& check : judgement.checks) {
    gauges.add(check);
    covered.emplace(check.test, check.metric);
  }
  if (report == nullptr) return gauges.take();
  const Distinctions distinctions(*report);
  for (const Result& result : report->results) {
    if (!is_last_attempt(result, *report)) continue;
    for (const Metric& metric : result.metrics)
      if (!covered.contains({result.test, metric.name}))
        gauges.add(result, metric, distinctions.text(result));
  }
  return gauges.take();
}

}  // namespace assay
