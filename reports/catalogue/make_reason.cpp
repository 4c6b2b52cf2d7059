#include "reports/catalogue/make_reason.hpp"

namespace assay {

Reason make_reason(ReasonId id, const std::string& text) {
  const ReasonKind& kind = id.kind();
  return {.id = std::string(kind.id),
          .verdict = kind.verdict,
          .text = text + "; " + std::string(kind.action)};
}

}  // namespace assay
