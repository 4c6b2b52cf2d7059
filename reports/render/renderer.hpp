#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "reports/render.hpp"

namespace assay {

/// One format. A format is one file below reports/render/formats/, named as the format is called,
/// that ends with ASSAY_RENDERER(function); nothing else has to be edited.
struct Renderer {
  std::string_view name;
  std::string (*render)(const std::vector<Judgement>& judgements, const RenderOptions& options);
};

/// All formats, by name; the build writes it.
[[nodiscard]] std::vector<Renderer> renderers();

#define ASSAY_RENDERER(function)                                              \
  std::string ASSAY_RENDERER_SYMBOL(const std::vector<Judgement>& judgements, \
                                    const RenderOptions& options) {           \
    return function(judgements, options);                                     \
  }                                                                           \
  static_assert(true, "require a trailing semicolon")

}  // namespace assay
