#include "reports/render/json_values.hpp"
#include "reports/render/renderer.hpp"

namespace assay {
namespace {

// Node by node: a fleet's worth of JSON values takes many times the room of its text.
std::string json(const std::vector<Judgement>& judgements, const RenderOptions& options) {
  std::string out = "[";
  for (const Judgement& judgement : judgements)
    out += (out.size() > 1 ? ",\n" : "\n") + dumped(to_value(judgement, options.verbose), 1);
  return out + (out.size() > 1 ? "\n]\n" : "]\n");
}

}  // namespace

ASSAY_RENDERER(json);

}  // namespace assay
