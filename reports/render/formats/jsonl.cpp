#include "reports/render/json_values.hpp"
#include "reports/render/renderer.hpp"

namespace assay {
namespace {

std::string jsonl(const std::vector<Judgement>& judgements, const RenderOptions& options) {
  std::string out;
  for (const Judgement& judgement : judgements)
    out += dumped(to_value(judgement, options.verbose), -1) + '\n';
  return out;
}

}  // namespace

ASSAY_RENDERER(jsonl);

}  // namespace assay
