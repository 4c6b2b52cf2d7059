#include "reports/render/lines.hpp"
#include "reports/render/markdown_cells.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/renderer.hpp"
#include "reports/render/results_table.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

// GitHub Flavored Markdown. Everything that comes from a machine goes through markdown_cell().

std::string bold(Verdict verdict) {
  const std::string word(name(verdict));
  return verdict == Verdict::pass ? word : "**" + word + "**";
}

std::string nodes(const std::vector<const Judgement*>& order) {
  std::string out = markdown_head({"verdict", "node", "profile", "limits", "left out"});
  for (const Judgement* judgement : order)
    out += markdown_row({bold(judgement->verdict), markdown_cell(judgement->node),
                         markdown_cell(judgement->profile), markdown_cell(tally(*judgement).text()),
                         markdown_cell(omissions(*judgement))});
  return out;
}

std::string limits(const std::vector<const Judgement*>& order, bool held) {
  std::string out;
  for (const Judgement* judgement : order) {
    for (const Reason& line : lines(*judgement, held)) {
      const auto [measured, limit] = compared(line.measured, line.limit, line.unit);
      const std::string name = limit_name(line.test, line.metric);
      out += markdown_row({bold(line.verdict), markdown_cell(line.id),
                           markdown_cell(judgement->node), markdown_cell(line.subject),
                           markdown_cell(name), markdown_cell(measured), markdown_cell(line.op),
                           markdown_cell(limit), markdown_cell(margin(line.margin)),
                           markdown_cell(line.source), markdown_cell(line.text)});
    }
  }
  if (out.empty()) return out;
  return markdown_head({"verdict", "id", "node", "subject", "limit on", ">measured", "", ">limit",
                        ">margin", "source", "meaning"}) +
         out;
}

std::string results(const Judgement& judgement, const RenderOptions& options) {
  std::string out = markdown_head({"test", "subject", ">value", ">of peak", "verdict"});
  for (const ResultRow& result : result_rows(judgement, options))
    out += markdown_row({markdown_cell(result.test), markdown_cell(result.subject),
                         markdown_cell(result.value), markdown_cell(result.share),
                         result.verdict ? bold(*result.verdict) : "-"});
  return out;
}

std::string list(const std::string& heading, const std::vector<std::string>& items) {
  if (items.empty()) return "";
  std::string out = "\n" + heading + ":\n\n";
  for (const std::string& item : items) out += "- " + markdown_cell(item) + '\n';
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
      markdown_cell(counted(judgements.size(), "node") + ": " + tally(judgements).text()) + "\n\n";
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
