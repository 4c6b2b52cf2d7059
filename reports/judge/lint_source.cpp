#include <fmt/format.h>

#include "reports/judge/lint_parts.hpp"
#include "reports/judge/select.hpp"

namespace assay {
namespace {

using Severity = Finding::Severity;

/// A floor under this share of what a source measured lets through what has lost as much.
constexpr double kFarUnderFigure = 0.7;

class Sourced {
 public:
  Sourced(const Limit& limit, std::vector<Finding>& findings)
      : limit_(limit), findings_(findings) {}

  void add(Severity severity, const std::string& why) {
    findings_.push_back({severity, limit_.at, fmt::format("{}: {}", describe(limit_), why)});
  }

  /// Holds a bound that can fail against the source's figure.
  void hold(const std::optional<Threshold>& bound, bool is_floor) {
    if (!bound) return;
    const Threshold& figure = *limit_.origin.figure;
    if (bound->of != figure.of || bound->unit != figure.unit) {
      add(Severity::error, fmt::format("{} cannot be held against its source's figure, {}",
                                       bound->text, figure.text));
      return;
    }
    const double strictness = is_floor ? bound->value / figure.value : figure.value / bound->value;
    if (strictness > 1)
      add(Severity::warning,
          fmt::format("{} is stricter than its source's figure, {}", bound->text, figure.text));
    if (strictness < kFarUnderFigure)
      add(Severity::warning, fmt::format("{} lets through what is far from its source's figure, {}",
                                         bound->text, figure.text));
  }

 private:
  const Limit& limit_;
  std::vector<Finding>& findings_;
};

bool is_nothing(const std::optional<Threshold>& bound) { return bound && bound->value == 0; }

void lint_figure(const Limit& limit, Sourced& sourced) {
  const std::optional<Threshold>& figure = limit.origin.figure;
  if (!figure) return;
  if (figure->value == 0 || is_nothing(limit.at_most)) return;
  sourced.hold(limit.at_least, true);
  sourced.hold(limit.at_most, false);
}

void lint_statistic(const Limit& limit, Sourced& sourced) {
  const std::string& given = limit.origin.statistic;
  if (given.empty() || given == limit.statistic) return;
  sourced.add(Severity::warning, fmt::format("judges {}, but its source gives the {}",
                                             limit.statistic.empty() ? "the metric's own statistic"
                                                                     : "the " + limit.statistic,
                                             given));
}

}  // namespace

void lint_source(const Limit& limit, std::vector<Finding>& findings) {
  Sourced sourced(limit, findings);
  if (limit.source.empty())
    sourced.add(Severity::warning, "does not say where its figure comes from (source)");
  if (!limit.at_least && !limit.at_most)
    sourced.add(Severity::warning, "can only warn, never fail");
  lint_statistic(limit, sourced);
  lint_figure(limit, sourced);
}

}  // namespace assay
