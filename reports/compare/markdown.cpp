#include "reports/compare/formats.hpp"
#include "reports/render/markdown_cells.hpp"
#include "reports/render/quantity.hpp"

namespace assay {
namespace {

std::string list(const std::string& heading, const std::vector<std::string>& items) {
  if (items.empty()) return "";
  std::string out = "\n" + heading + ":\n\n";
  for (const std::string& item : items) out += "- " + markdown_cell(item) + '\n';
  return out;
}

std::string row_of(const ComparedMetric& row) {
  const auto [a, b] = compared(row.median_a, row.median_b, row.unit);
  const std::string unlike = row.unlike.empty() ? "" : "unlike: " + row.unlike + "; ";
  std::vector<std::string> cells;
  for (const std::string& text :
       {row.sku, row.test + "." + row.metric, row.each, a, b, change_of(row),
        std::string(direction_of(row)), probability_of(row.ranks), counts_of(row), row.statistic,
        unlike + row.conditions})
    cells.push_back(markdown_cell(text));
  return markdown_row(cells);
}

std::string side(const std::string& letter, const ComparedSide& side) {
  std::string out = "\n**" + letter + "**: " + markdown_cell(side.name) + "\n\n" +
                    markdown_head({"stated", "value"});
  for (const auto& [what, value] : statement_of(side))
    out += markdown_row({markdown_cell(what), markdown_cell(value)});
  return out;
}

}  // namespace

std::string side_by_side_markdown(const SideBySide& compared) {
  std::string out = markdown_head({"hardware", "figure", "on", ">A", ">B", ">change (95 %)",
                                   "shown", "Mann-Whitney", ">n", "statistic", "conditions"});
  for (const ComparedMetric& row : compared.metrics) out += row_of(row);
  out += list("Only in A", compared.only_a) + list("Only in B", compared.only_b) +
         list("Left out", left_out_of(compared));
  out += side("A", compared.a) + side("B", compared.b) + '\n';
  for (const std::string& sentence : method_of(compared)) out += markdown_cell(sentence) + '\n';
  return out;
}

}  // namespace assay
