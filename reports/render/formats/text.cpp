#include <algorithm>

#include "reports/render/aligned.hpp"
#include "reports/render/lines.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/renderer.hpp"
#include "reports/render/results_table.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

using Side = Aligned::Side;

/// "fail below-limit: what it means".
std::string meaning(const Reason& line) {
  std::string out(name(line.verdict));
  if (line.verdict != Verdict::pass && !line.id.empty()) out += ' ' + line.id;
  return line.text.empty() ? out : out + ": " + line.text;
}

/// The contract of docs/cli.md: node, subject, test.metric, measured, op, limit, margin, source;
/// then what it means in a sentence.
std::string limit_lines(const std::vector<const Judgement*>& order, const RenderOptions& options) {
  Aligned table({Side::left, Side::left, Side::left, Side::right, Side::left, Side::right,
                 Side::right, Side::left, Side::left});
  constexpr std::size_t kName = 2;
  for (const Judgement* judgement : order) {
    for (const Reason& line : lines(*judgement, options.verbose)) {
      const auto [measured, limit] = compared(line.measured, line.limit, line.unit);
      table.add({judgement->node, line.subject, limit_name(line.test, line.metric), measured,
                 line.op, limit, margin(line.margin), line.source, meaning(line)});
      if (options.colour) table.paint(kName, line.verdict);
    }
  }
  return table.text();
}

std::string node_lines(const std::vector<const Judgement*>& order, const RenderOptions& options) {
  Aligned table({Side::left, Side::left, Side::left, Side::left});
  for (const Judgement* judgement : order) {
    const std::string omitted = omissions(*judgement);
    table.add({std::string(name(judgement->verdict)), judgement->node, judgement->profile,
               tally(*judgement).text() + (omitted.empty() ? "" : "; " + omitted)});
    if (options.colour) table.paint(0, judgement->verdict);
  }
  return table.text();
}

/// "nodes: 1 fail, 11 pass", for several.
std::string total(const std::vector<Judgement>& judgements) {
  if (judgements.size() < 2) return "";
  return counted(judgements.size(), "node") + ": " + tally(judgements).text() + '\n';
}

std::string results(const Judgement& judgement, const RenderOptions& options) {
  Aligned table({Side::left, Side::left, Side::right, Side::right, Side::left});
  constexpr std::size_t kVerdict = 4;
  table.add({"test", "subject", "value", "of peak", "verdict"});
  for (const ResultRow& row : result_rows(judgement, options)) {
    table.add({row.test, row.subject, row.value, row.share,
               row.verdict ? std::string(name(*row.verdict)) : "-"});
    if (row.verdict && options.colour) table.paint(kVerdict, *row.verdict);
  }
  return table.text();
}

/// One reason over several lines, for a single node's table is read by people only.
std::string paragraph(const Reason& reason, const RenderOptions& options) {
  const auto [measured, limit] = compared(reason.measured, reason.limit, reason.unit);
  std::string out = painted(std::string(name(reason.verdict)), reason.verdict, options.colour);
  if (!reason.id.empty()) out += "  " + plain_cell(reason.id);
  if (!reason.subject.empty()) out += "  " + plain_cell(reason.subject);
  if (!reason.test.empty()) out += "  " + plain_cell(limit_name(reason.test, reason.metric));
  if (reason.limit)
    out +=
        "  " + measured + ' ' + plain_cell(reason.op) + ' ' + limit + "  " + margin(reason.margin);
  out += '\n';
  if (!reason.text.empty()) out += "    " + plain_cell(reason.text) + '\n';
  if (!reason.source.empty()) out += "    limit from " + plain_cell(reason.source) + '\n';
  return out;
}

std::string list(const std::string& heading, const std::vector<std::string>& items) {
  if (items.empty()) return "";
  std::string out = heading + ":\n";
  for (const std::string& item : items) out += "    " + plain_cell(item) + '\n';
  return out;
}

std::string one_node(const Judgement& judgement, const RenderOptions& options) {
  std::string out = results(judgement, options) + '\n';
  for (const Reason& reason : lines(judgement, false)) out += paragraph(reason, options);
  if (!judgement.describes.empty())
    out += plain_cell(judgement.profile) + ": " + plain_cell(judgement.describes) + '\n';
  if (options.verbose) {
    out += list("not judged in this run", judgement.not_judged);
    out += list("not applicable to this machine", judgement.not_applicable);
    out += list("measured, without a limit", judgement.uncovered);
  }
  return out;
}

std::string text(const std::vector<Judgement>& judgements, const RenderOptions& options) {
  const std::vector<const Judgement*> order = worst_first(judgements);
  std::string out;
  if (options.table)
    for (const Judgement* judgement : order) out += one_node(*judgement, options);
  else
    out = limit_lines(order, options);
  if (!out.empty()) out += '\n';
  return out + node_lines(order, options) + total(judgements);
}

}  // namespace

ASSAY_RENDERER(text);

}  // namespace assay
