#include "core/text.hpp"

#include "reports/compare/formats.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"

namespace assay {
namespace {

using Side = Aligned::Side;

std::string lines(const std::string& heading, const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += heading + ": " + plain(item) + '\n';
  return out;
}

std::string table(const SideBySide& compared, const std::string& sku) {
  Aligned rows({Side::left, Side::left, Side::right, Side::right, Side::right, Side::left,
                Side::left, Side::right, Side::left, Side::left});
  rows.add({"figure", "on", "A", "B", "change (95 %)", "shown", "Mann-Whitney", "n", "statistic",
            "conditions"});
  for (const ComparedMetric& row : compared.metrics) {
    if (row.sku != sku) continue;
    const auto [a, b] = ::assay::compared(row.median_a, row.median_b, row.unit);
    const std::string unlike = row.unlike.empty() ? "" : "UNLIKE " + row.unlike;
    std::vector<std::string> notes;
    for (const std::string& note : {unlike, row.conditions})
      if (!note.empty()) notes.push_back(note);
    rows.add({row.test + "." + row.metric, row.each, a, b, change_of(row),
              std::string(direction_of(row)), probability_of(row.ranks), counts_of(row),
              row.statistic, joined(notes, "; ")});
  }
  return rows.text("  ");
}

std::string side(const std::string& letter, const ComparedSide& side) {
  Aligned rows({Side::left, Side::left});
  for (const auto& [what, value] : statement_of(side)) rows.add({what, value});
  return letter + ": " + plain(side.name) + '\n' + rows.text("    ");
}

}  // namespace

std::string side_by_side_text(const SideBySide& compared) {
  std::string out;
  std::vector<std::string> skus;
  for (const ComparedMetric& row : compared.metrics)
    if (std::find(skus.begin(), skus.end(), row.sku) == skus.end()) skus.push_back(row.sku);
  for (const std::string& sku : skus)
    out += (sku.empty() ? "hardware not stated, or not the same" : plain(sku)) + '\n' +
           table(compared, sku) + '\n';
  out += lines("only in A", compared.only_a) + lines("only in B", compared.only_b) +
         lines("left out", left_out_of(compared));
  const bool more =
      !(compared.only_a.empty() && compared.only_b.empty() && compared.left_out.empty());
  out += (more ? "\nState with it:\n" : "State with it:\n") + side("A", compared.a) +
         side("B", compared.b);
  for (const std::string& sentence : method_of(compared)) out += sentence + '\n';
  return out;
}

}  // namespace assay
