#pragma once
#include <string>
#include <vector>

#include "reports/catalogue/reason_id.hpp"
#include "reports/catalogue/xids.hpp"

namespace assay {

/// What of the catalogue is shown.
struct CatalogueView {
  std::vector<ReasonTopic> topics;
  std::vector<XidEntry> xids;
};

[[nodiscard]] CatalogueView whole_catalogue();

/// The one entry that `word` names: a reason's id, or "xid:79". A number that NVIDIA's catalogue
/// does not have is shown as what assay takes it for.
/// Throws InputError for an id that is none, and for a number that cannot be an Xid.
[[nodiscard]] CatalogueView one_of_catalogue(const std::string& word);

/// "79", "126 to 135".
[[nodiscard]] std::string codes(const XidEntry& entry);

/// Those that there are, most likely first.
[[nodiscard]] std::vector<std::string> causes_of(const ReasonKind& kind);

/// A table of all; of one entry all that is known of it.
[[nodiscard]] std::string catalogue_text(const CatalogueView& view);
/// docs/errors.md; without its introduction where one entry is shown.
[[nodiscard]] std::string catalogue_markdown(const CatalogueView& view);
/// {"reasons": [...], "xids": [...]}.
[[nodiscard]] std::string catalogue_json(const CatalogueView& view);

}  // namespace assay
