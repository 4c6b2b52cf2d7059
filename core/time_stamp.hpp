#pragma once
#include <optional>
#include <string>

namespace assay {

/// Seconds since 1970-01-01 UTC of "2026-11-21T19:11:00Z" (a fraction of a second may follow the
/// seconds). Nothing for any other text.
[[nodiscard]] std::optional<double> parse_iso8601(const std::string& text);

}  // namespace assay
