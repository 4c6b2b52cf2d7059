#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "reports/render/exposition.hpp"
#include "reports/render/lines.hpp"
#include "reports/render/renderer.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

constexpr std::array kVerdicts{Verdict::pass, Verdict::warn, Verdict::unknown, Verdict::fail};

/// Of one node's reports the newest speaks; where that is not known, the worst.
bool speaks_before(const Judgement& a, const Judgement& b) {
  return std::tie(a.reported_s, a.verdict) > std::tie(b.reported_s, b.verdict);
}

/// By the name that is shown: two that would look alike are one, for series may not repeat.
std::map<std::string, const Judgement*> one_a_node(const std::vector<Judgement>& judgements) {
  std::map<std::string, const Judgement*> nodes;
  for (const Judgement& judgement : judgements) {
    const auto [node, is_new] = nodes.emplace(label_text(judgement.node), &judgement);
    if (!is_new && speaks_before(judgement, *node->second)) node->second = &judgement;
  }
  return nodes;
}

void add_verdict(const std::string& node, const Judgement& judgement, Exposition& out) {
  const Tally found = tally(judgement);
  for (const Verdict verdict : kVerdicts) {
    const Exposition::Labels labels{{"node", node}, {"verdict", name(verdict)}};
    out.add("assay_verdict", "1 for the verdict on the node, 0 for the three others.", labels,
            verdict == judgement.verdict ? 1 : 0);
    out.add("assay_findings", "How many limits and other findings came to each verdict.", labels,
            static_cast<double>(found.of(verdict)));
  }
  out.add("assay_profile_info", "1 for the profile that the report was held against.",
          {{"node", node}, {"profile", judgement.profile}}, 1);
  if (judgement.reported_s)
    out.add("assay_report_timestamp_seconds", "When the run of the report ended, since 1970.",
            {{"node", node}}, *judgement.reported_s);
}

void add_reasons(const std::string& node, const Judgement& judgement, Exposition& out) {
  using Key = std::tuple<Verdict, std::string, std::string, std::string, std::string>;
  std::map<Key, double> reasons;
  for (const Reason& line : lines(judgement, false))
    if (line.verdict != Verdict::pass)
      ++reasons[{line.verdict, label_text(line.id), label_text(line.test), label_text(line.metric),
                 label_text(line.subject)}];
  for (const auto& [key, n] : reasons) {
    const auto& [verdict, id, test, metric, subject] = key;
    out.add("assay_reasons", "How often the reason was given for the subject.",
            {{"node", node},
             {"verdict", name(verdict)},
             {"id", id},
             {"test", test},
             {"metric", metric},
             {"subject", subject}},
            n);
  }
}

bool is_worse(const Check& a, const Check& b) {
  if (a.verdict != b.verdict) return a.verdict > b.verdict;
  const std::optional<double> of_a = margin_of(a);
  const std::optional<double> of_b = margin_of(b);
  return of_a && (!of_b || *of_a < *of_b);
}

/// Several limits on one number, in one unit, are one sample: that of the limit it held worst.
void add_measured(const std::string& node, const Judgement& judgement, Exposition& out) {
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  std::map<Key, const Check*> samples;
  for (const Check& check : judgement.checks) {
    if (!check.measured || !check.unit) continue;
    Key key{measured_family(*check.unit).name, label_text(check.test), label_text(check.metric),
            label_text(check.subject)};
    const auto [sample, is_new] = samples.emplace(std::move(key), &check);
    if (!is_new && is_worse(check, *sample->second)) sample->second = &check;
  }
  for (const auto& [key, check] : samples) {
    const auto& [family, test, metric, subject] = key;
    const GaugeFamily gauge = measured_family(*check->unit);
    out.add(family, gauge.help,
            {{"node", node},
             {"test", test},
             {"metric", metric},
             {"subject", subject},
             {"verdict", name(check->verdict)}},
            *check->measured * gauge.factor);
  }
}

/// For the textfile collector of node_exporter, or any page that Prometheus scrapes.
std::string prometheus(const std::vector<Judgement>& judgements, const RenderOptions& /*options*/) {
  Exposition out;
  for (const auto& [node, judgement] : one_a_node(judgements)) {
    add_verdict(node, *judgement, out);
    add_reasons(node, *judgement, out);
    add_measured(node, *judgement, out);
  }
  return out.text();
}

}  // namespace

ASSAY_RENDERER(prometheus);

}  // namespace assay
