#include "reports/render/changes.hpp"

#include <map>
#include <set>

#include "core/error.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/json_values.hpp"
#include "reports/render/limit_changes.hpp"
#include "reports/render/lines.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

using Side = Aligned::Side;

std::string arrow(Verdict now, Verdict then) {
  return std::string(name(now)) + " -> " + std::string(name(then));
}

/// How many subjects and nodes a metric changes on, by its name and how.
class ByLimit {
 public:
  void add(const std::string& node, const LimitChange& change) {
    Count& count = counts_[{limit_name(change.test, change.metric), arrow(change)}];
    ++count.subjects;
    count.nodes.insert(node);
  }
  [[nodiscard]] std::string text() const {
    Aligned rows({Side::left, Side::left, Side::left});
    for (const auto& [what, count] : counts_)
      rows.add({what.first, what.second,
                counted(count.subjects, "subject") + " of " + counted(count.nodes.size(), "node")});
    return counts_.empty() ? "" : "by limit:\n" + rows.text("    ");
  }

 private:
  struct Count {
    std::size_t subjects = 0;
    std::set<std::string> nodes;
  };
  std::map<std::pair<std::string, std::string>, Count> counts_;
};

std::string reasons_text(const Judgement& then) {
  Aligned rows({Side::left, Side::left, Side::left, Side::left});
  for (const Reason& reason : lines(then, false))
    rows.add({std::string(name(reason.verdict)), reason.subject,
              limit_name(reason.test, reason.metric), reason.text});
  return rows.text("    ");
}

std::string changes_text(const std::vector<LimitChange>& changes) {
  Aligned rows(
      {Side::left, Side::left, Side::left, Side::right, Side::left, Side::right, Side::left});
  for (const LimitChange& change : changes) {
    const auto [measured, limit] = compared(change.measured, change.limit_then, change.unit);
    const std::string was =
        change.limit_now ? "was " + quantity(change.limit_now, change.unit) : "";
    rows.add({arrow(change), change.subject, limit_name(change.test, change.metric), measured,
              change.op, limit, was});
  }
  return rows.text("    ");
}

std::string nights_text(const std::vector<Judgement>& now, const std::vector<Judgement>& then,
                        const std::vector<std::string>& nights) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_night;
  for (std::size_t i = 0; i < nights.size(); ++i) {
    auto& [changed, all] = by_night[nights[i]];
    if (now[i].verdict != then[i].verdict) ++changed;
    ++all;
  }
  std::string out;
  for (const auto& [night, counts] : by_night)
    out += plain(night) + ": " + std::to_string(counts.first) + " of " +
           counted(counts.second, "verdict") + " would change\n";
  return out;
}

/// A changed node, then what the other profile says of it, and on what it differs.
std::string text(const std::vector<Judgement>& now, const std::vector<Judgement>& then,
                 const RenderOptions& options, const std::vector<std::string>& nights) {
  std::string out;
  std::size_t changed = 0;
  ByLimit by_limit;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const std::vector<LimitChange> changes = limit_changes(now[i], then[i]);
    const bool differs = now[i].verdict != then[i].verdict;
    if (!differs && changes.empty()) continue;
    const Verdict after = then[i].verdict;
    const std::string night = nights.empty() ? "" : "  " + plain(nights[i]);
    const std::string verdict =
        differs ? arrow(now[i].verdict, after) : std::string(name(after)) + " as before";
    out += painted(verdict, after, options.colour) + "  " + plain(now[i].node) + night + '\n';
    if (differs) out += reasons_text(then[i]);
    out += changes_text(changes);
    for (const LimitChange& change : changes) by_limit.add(now[i].node, change);
    if (differs) ++changed;
  }
  const std::string profile = then.empty() ? "" : " under " + plain(then.front().profile);
  return out + by_limit.text() + nights_text(now, then, nights) + std::to_string(changed) + " of " +
         counted(now.size(), "verdict") + " would change" + profile + "; now " + tally(now).text() +
         "; then " + tally(then).text() + '\n';
}

Json to_value(const LimitChange& change) {
  Json json = Json::object();
  put(json, "subject", change.subject);
  put(json, "test", change.test);
  put(json, "metric", change.metric);
  if (change.now) json["now"] = name(*change.now);
  if (change.then) json["then"] = name(*change.then);
  put(json, "measured", change.measured);
  put(json, "op", change.op);
  put(json, "limit_now", change.limit_now);
  put(json, "limit_then", change.limit_then);
  put(json, "unit", change.unit);
  put(json, "source", change.source);
  return json;
}

std::string json(const std::vector<Judgement>& now, const std::vector<Judgement>& then,
                 const std::vector<std::string>& nights) {
  Json changes = Json::array();
  for (std::size_t i = 0; i < now.size(); ++i) {
    const std::vector<LimitChange> limits = limit_changes(now[i], then[i]);
    if (now[i].verdict == then[i].verdict && limits.empty()) continue;
    Json change = Json::object();
    change["node"] = now[i].node;
    if (!nights.empty()) put(change, "night", nights[i]);
    change["now"] = name(now[i].verdict);
    change["then"] = name(then[i].verdict);
    put(change, "profile_now", now[i].profile);
    put(change, "profile_then", then[i].profile);
    change["limits"] = Json::array();
    for (const LimitChange& limit : limits) change["limits"].push_back(to_value(limit));
    change["reasons"] = Json::array();
    for (const Reason& reason : then[i].reasons)
      change["reasons"].push_back(assay::to_value(reason));
    changes.push_back(std::move(change));
  }
  return dumped(changes, 1) + '\n';
}

}  // namespace

std::string render_changes(std::string_view format, const std::vector<Judgement>& now,
                           const std::vector<Judgement>& then, const RenderOptions& options,
                           const std::vector<std::string>& nights) {
  if (now.size() != then.size() || (!nights.empty() && nights.size() != now.size()))
    throw Error("verdicts of different reports cannot be compared");
  if (format == "text") return text(now, then, options, nights);
  if (format == "json") return json(now, then, nights);
  throw InputError("", 0, "format", "what would change is shown as text or json only");
}

}  // namespace assay
