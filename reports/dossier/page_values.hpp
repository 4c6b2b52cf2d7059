#pragma once
#include <string>
#include <vector>

#include "reports/dossier/gauges.hpp"
#include "reports/dossier/matrix.hpp"
#include "reports/dossier/packed.hpp"
#include "reports/render/json_values.hpp"
#include "reports/render/summary.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// `text` as a page shows it: one line, at most `columns` wide, nothing invisible.
[[nodiscard]] std::string shown(const std::string& text, std::size_t columns = 400);

/// `value` with six significant digits: more are noise on a page, and cost bytes.
[[nodiscard]] double rounded(double value);

[[nodiscard]] Json page_value(const PackedNumbers& numbers);
[[nodiscard]] Json page_value(const Tally& tally);
/// With its numbers as people read them.
[[nodiscard]] Json page_value(const Reason& reason);
[[nodiscard]] Json page_value(const BulletGauge& gauge);
[[nodiscard]] Json page_value(const LinkMatrix& matrix);

/// What the catalogue says of the ids of `reasons`: {id: {meaning, cause, action}}.
[[nodiscard]] Json kinds_of(const std::vector<Reason>& reasons);

/// The line at the foot of every page: which program made it.
[[nodiscard]] std::string_view made_by();

}  // namespace assay
