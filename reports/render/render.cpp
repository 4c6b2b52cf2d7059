#include "reports/render.hpp"

#include "core/error.hpp"
#include "reports/render/renderer.hpp"

namespace assay {

std::vector<std::string> formats() {
  std::vector<std::string> names;
  for (const Renderer& renderer : renderers()) names.emplace_back(renderer.name);
  return names;
}

std::string render(std::string_view format, const std::vector<Judgement>& judgements,
                   const RenderOptions& options) {
  std::string known;
  for (const Renderer& renderer : renderers()) {
    if (renderer.name == format) return renderer.render(judgements, options);
    known += (known.empty() ? "" : ", ") + std::string(renderer.name);
  }
  throw InputError("", 0, "format",
                   "there is no \"" + std::string(format) + "\"; there are " + known);
}

}  // namespace assay
