#include "reports/render/lines.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/renderer.hpp"
#include "reports/render/results_table.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

// GitHub Flavored Markdown. Everything that comes from a machine goes through cell(): no HTML, no
// links, no mentions, no table that ends early.

std::string cell(const std::string& text) {
  constexpr std::string_view kEscaped = "\\`*_[]~#|!$";
  std::string out;
  for (const char c : plain(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '@')
      out += "&#64;";
    else if (kEscaped.find(c) != std::string_view::npos)
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out.empty() ? " " : out;
}

std::string row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& text : cells) out += ' ' + text + " |";
  return out + '\n';
}

std::string bold(Verdict verdict) {
  const std::string word(name(verdict));
  return verdict == Verdict::pass ? word : "**" + word + "**";
}

std::string nodes(const std::vector<const Judgement*>& order) {
  std::string out = row({"verdict", "node", "profile", "limits", "left out"}) +
                    row({"---", "---", "---", "---", "---"});
  for (const Judgement* judgement : order)
    out += row({bold(judgement->verdict), cell(judgement->node), cell(judgement->profile),
                cell(tally(*judgement).text()), cell(omissions(*judgement))});
  return out;
}

std::string limits(const std::vector<const Judgement*>& order, bool held) {
  std::string out;
  for (const Judgement* judgement : order) {
    for (const Reason& line : lines(*judgement, held)) {
      const auto [measured, limit] = compared(line.measured, line.limit, line.unit);
      const std::string name = limit_name(line.test, line.metric);
      out += row({bold(line.verdict), cell(judgement->node), cell(line.subject), cell(name),
                  cell(measured), cell(line.op), cell(limit), cell(margin(line.margin)),
                  cell(line.source), cell(line.text)});
    }
  }
  if (out.empty()) return out;
  return row({"verdict", "node", "subject", "limit on", "measured", "", "limit", "margin", "source",
              "meaning"}) +
         row({"---", "---", "---", "---", "---:", "---", "---:", "---:", "---", "---"}) + out;
}

std::string results(const Judgement& judgement, const RenderOptions& options) {
  std::string out = row({"test", "subject", "value", "of peak", "verdict"}) +
                    row({"---", "---", "---:", "---:", "---"});
  for (const ResultRow& result : result_rows(judgement, options))
    out += row({cell(result.test), cell(result.subject), cell(result.value), cell(result.share),
                result.verdict ? bold(*result.verdict) : "-"});
  return out;
}

std::string list(const std::string& heading, const std::vector<std::string>& items) {
  if (items.empty()) return "";
  std::string out = "\n" + heading + ":\n\n";
  for (const std::string& item : items) out += "- " + cell(item) + '\n';
  return out;
}

std::string omitted(const Judgement& judgement) {
  return list("Not judged in this run", judgement.not_judged) +
         list("Not applicable to this machine", judgement.not_applicable) +
         list("Measured, without a limit", judgement.uncovered);
}

std::string markdown(const std::vector<Judgement>& judgements, const RenderOptions& options) {
  const std::vector<const Judgement*> order = worst_first(judgements);
  std::string out =
      cell(counted(judgements.size(), "node") + ": " + tally(judgements).text()) + "\n\n";
  out += nodes(order);
  const std::string table = limits(order, options.verbose);
  if (!table.empty()) out += '\n' + table;
  if (options.report != nullptr)
    for (const Judgement* judgement : order) out += '\n' + results(*judgement, options);
  if (options.verbose)
    for (const Judgement* judgement : order) out += omitted(*judgement);
  return out;
}

}  // namespace

ASSAY_RENDERER(markdown);

}  // namespace assay
