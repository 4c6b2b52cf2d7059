#include "reports/render/changes.hpp"

#include "core/error.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/json_values.hpp"
#include "reports/render/lines.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

std::string arrow(Verdict now, Verdict then) {
  return std::string(name(now)) + " -> " + std::string(name(then));
}

/// A changed node, then what the other profile says of it; one that would pass has nothing against
/// it.
std::string text(const std::vector<Judgement>& now, const std::vector<Judgement>& then,
                 const RenderOptions& options) {
  std::string out;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (now[i].verdict == then[i].verdict) continue;
    ++changed;
    const Verdict after = then[i].verdict;
    out += painted(arrow(now[i].verdict, after), after, options.colour) + "  " +
           plain(now[i].node) + '\n';
    Aligned reasons(
        {Aligned::Side::left, Aligned::Side::left, Aligned::Side::left, Aligned::Side::left});
    for (const Reason& reason : lines(then[i], false))
      reasons.add({std::string(name(reason.verdict)), reason.subject,
                   limit_name(reason.test, reason.metric), reason.text});
    out += reasons.text("    ");
  }
  const std::string profile = then.empty() ? "" : " under " + plain(then.front().profile);
  return out + std::to_string(changed) + " of " + counted(now.size(), "verdict") + " would change" +
         profile + "; now " + tally(now).text() + "; then " + tally(then).text() + '\n';
}

std::string json(const std::vector<Judgement>& now, const std::vector<Judgement>& then) {
  Json changes = Json::array();
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (now[i].verdict == then[i].verdict) continue;
    Json change = Json::object();
    change["node"] = now[i].node;
    change["now"] = name(now[i].verdict);
    change["then"] = name(then[i].verdict);
    put(change, "profile_now", now[i].profile);
    put(change, "profile_then", then[i].profile);
    change["reasons"] = Json::array();
    for (const Reason& reason : then[i].reasons) change["reasons"].push_back(to_value(reason));
    changes.push_back(std::move(change));
  }
  return dumped(changes, 1) + '\n';
}

}  // namespace

std::string render_changes(std::string_view format, const std::vector<Judgement>& now,
                           const std::vector<Judgement>& then, const RenderOptions& options) {
  if (now.size() != then.size()) throw Error("verdicts of different reports cannot be compared");
  if (format == "text") return text(now, then, options);
  if (format == "json") return json(now, then);
  throw InputError("", 0, "format", "what would change is shown as text or json only");
}

}  // namespace assay
