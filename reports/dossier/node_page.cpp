#include "reports/dossier/node_page.hpp"

#include <algorithm>
#include <cmath>

#include "core/time_stamp.hpp"
#include "reports/dossier/gauges.hpp"
#include "reports/dossier/html_page.hpp"
#include "reports/dossier/page_values.hpp"
#include "reports/dossier/plots.hpp"
#include "reports/dossier/provenance.hpp"
#include "reports/dossier/sentences.hpp"
#include "reports/render/identity.hpp"
#include "reports/render/lines.hpp"

namespace assay {
namespace {

// A page is for people: of what is too much to look through, the rest is counted.
constexpr std::size_t kMostReasons = 400;
constexpr std::size_t kMostGauges = 1500;
constexpr std::size_t kMostEvents = 1000;
constexpr std::size_t kMostListed = 300;

Json pairs_value(const Labelled& rows) {
  Json out = Json::array();
  for (const auto& [key, value] : rows)
    if (!value.empty()) out.push_back({key, shown(value)});
  return out;
}

Json list_value(const std::vector<std::string>& items) {
  Json out = Json::array();
  for (std::size_t i = 0; i < std::min(items.size(), kMostListed); ++i)
    out.push_back(shown(items[i], 200));
  if (items.size() > kMostListed)
    out.push_back("and " + std::to_string(items.size() - kMostListed) + " more");
  return out;
}

Labelled facts_of(const Judgement& judgement, const Report* from) {
  Labelled facts{{"profile", judgement.profile}};
  if (from == nullptr) return facts;
  const Report& report = *from;
  facts.emplace_back("level", report.run.level);
  facts.emplace_back("measured", report.run.started);
  facts.emplace_back("machine", machine_in_words(report.node));
  if (report.node.place) facts.emplace_back("stands in", place_in_words(*report.node.place));
  facts.emplace_back("serial", report.node.serial);
  return facts;
}

Json events_value(const Report& report) {
  Json out = Json::array();
  for (const Event& event : report.events) {
    if (out.size() == kMostEvents) break;
    out.push_back({shown(event.at, 40),
                   shown(event.kind + (event.code ? ' ' + std::to_string(*event.code) : ""), 40),
                   shown(label(event.subject), 60), shown(event.text)});
  }
  return out;
}

Json defects_value(const Report& report) {
  Json out = Json::array();
  for (const Result& result : report.results)
    for (const Defect& defect : result.defects) {
      if (out.size() == kMostListed) return out;
      out.push_back({shown(result.test, 80), shown(label(result.subject), 60),
                     shown(defect.what, 200), shown(defect.where, 120), shown(defect.expected, 60),
                     shown(defect.actual, 60), std::to_string(defect.count)});
    }
  return out;
}

/// Events on the clock of the run.
Json moments_value(const Report& report) {
  Json out = Json::array();
  const std::optional<double> start_s = parse_iso8601(report.run.started);
  for (const Event& event : report.events) {
    const std::optional<double> at_s = parse_iso8601(event.at);
    if (start_s && at_s && out.size() < kMostEvents)
      out.push_back(
          {{"t", *at_s - *start_s}, {"text", shown(event.kind + ": " + event.text, 160)}});
  }
  return out;
}

Json plots_value(const Report& report) {
  Json out = Json::array();
  for (const Plot& plot : plots_of(report)) {
    Json lines = Json::array();
    for (const Plot::Line& line : plot.lines)
      lines.push_back({{"subject", shown(line.subject, 40)},
                       {"t0", line.t0_s},
                       {"period", line.period_s},
                       {"low", page_value(line.low)},
                       {"mean", page_value(line.mean)},
                       {"high", page_value(line.high)}});
    out.push_back(
        {{"name", shown(in_words(plot.name), 60)}, {"unit", symbol(plot.unit)}, {"series", lines}});
  }
  return out;
}

Json phases_value(const Report& report, const Judgement& judgement) {
  Json out = Json::array();
  for (const TestSpan& span : test_spans(report, judgement)) {
    Json one{{"test", shown(span.test, 80)}, {"from", span.from_s}, {"to", span.to_s}};
    if (span.worst) one["verdict"] = name(*span.worst);
    out.push_back(std::move(one));
  }
  return out;
}

Json identity_value(const Node& node) {
  Json out = Json::array();
  for (const IdentityBlock& block : identity(node))
    if (Json entries = pairs_value(block.entries); !entries.empty())
      out.push_back({{"title", shown(block.title, 60)}, {"entries", std::move(entries)}});
  return out;
}

void put_judgement(const Judgement& judgement, const Report* report, Json& data) {
  const std::vector<Reason> all = lines(judgement, false);
  Json& reasons = data["reasons"] = Json::array();
  for (std::size_t i = 0; i < std::min(all.size(), kMostReasons); ++i)
    reasons.push_back(page_value(all[i]));
  data["kinds"] = kinds_of(all);
  Json& gauges = data["gauges"] = Json::array();
  for (const BulletGauge& gauge : gauges_of(judgement, report))
    if (gauges.size() < kMostGauges) gauges.push_back(page_value(gauge));
  data["not_judged"] = list_value(judgement.not_judged);
  data["not_applicable"] = list_value(judgement.not_applicable);
  data["uncovered"] = list_value(judgement.uncovered);
  put(data, "profile_says", shown(judgement.describes, 1000));
}

void put_report(const Report& report, const Judgement& judgement, Json& data) {
  data["events"] = events_value(report);
  data["defects"] = defects_value(report);
  data["moments"] = moments_value(report);
  data["plots"] = plots_value(report);
  data["phases"] = phases_value(report, judgement);
  data["identity"] = identity_value(report.node);
  for (const LinkMatrix& matrix : matrices_of(report.results))
    data["matrices"].push_back(page_value(matrix));
}

}  // namespace

std::string node_page(const Judgement& judgement, const Report* report, const std::string& hash) {
  const std::string title = shown(judgement.node, 80);
  const std::string headline = headline_of(judgement);
  Json data{{"kind", "node"},
            {"title", title},
            {"verdict", name(judgement.verdict)},
            {"headline", headline},
            {"tally", page_value(tally(judgement))},
            {"facts", pairs_value(facts_of(judgement, report))},
            {"made", made_by()}};
  put_judgement(judgement, report, data);
  for (const char* part :
       {"events", "defects", "moments", "plots", "phases", "identity", "matrices"})
    data[part] = Json::array();
  if (report != nullptr) put_report(*report, judgement, data);
  data["provenance"] = pairs_value(provenance_of(judgement, report, hash));
  data["repeat"] = pairs_value(how_to_repeat(judgement, report));
  return html_page(
      {.title = "assay: " + title,
       .without_scripts = {title + ": " + std::string(name(judgement.verdict)), headline},
       .styles = {page_part("style.css"), page_part("gauges.css"), page_part("fleet.css"),
                  page_part("small.css")},
       .scripts = {page_part("dom.js"), page_part("numbers.js"), page_part("bullet.js"),
                   page_part("telemetry.js"), page_part("heat.js"), page_part("node.js"),
                   page_part("start.js")},
       .data = dumped(data, -1)});
}

}  // namespace assay
