#include "reports/dossier/fleet_page.hpp"
#include "reports/dossier/node_page.hpp"
#include "reports/render/renderer.hpp"

namespace assay {
namespace {

std::string html(const std::vector<Judgement>& judgements, const RenderOptions& options) {
  if (judgements.size() == 1) return node_page(judgements.front(), options.report);
  return fleet_page(judgements);
}

}  // namespace

ASSAY_RENDERER(html);

}  // namespace assay
