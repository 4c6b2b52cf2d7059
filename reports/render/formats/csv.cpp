#include "reports/render/csv_cells.hpp"
#include "reports/render/lines.hpp"
#include "reports/render/renderer.hpp"

namespace assay {
namespace {

std::string record(const Judgement& judgement, const Reason& line) {
  return csv_record({csv_cell(judgement.node), std::string(name(judgement.verdict)),
                     std::string(name(line.verdict)), csv_cell(line.id), csv_cell(line.subject),
                     csv_cell(line.test), csv_cell(line.metric), csv_number(line.measured),
                     csv_cell(line.op), csv_number(line.limit), csv_number(line.margin),
                     line.unit ? std::string(symbol(*line.unit)) : "", csv_cell(line.source),
                     csv_cell(line.text), csv_cell(judgement.profile), csv_cell(judgement.report)});
}

std::string csv(const std::vector<Judgement>& judgements, const RenderOptions& options) {
  std::string out =
      "node,node_verdict,verdict,id,subject,test,metric,measured,op,limit,margin,unit,source,text,"
      "profile,report\r\n";
  for (const Judgement& judgement : judgements) {
    std::vector<Reason> shown = lines(judgement, options.verbose);
    // A node with nothing to say still has its row: who is not in the file was not judged.
    if (shown.empty()) shown.push_back({.id = "", .verdict = judgement.verdict});
    for (const Reason& line : shown) out += record(judgement, line);
  }
  return out;
}

}  // namespace

ASSAY_RENDERER(csv);

}  // namespace assay
