#pragma once
#include <cstdint>
#include <string>

namespace assay {

// The grammar of values on the command line, the same for every verb. Each function throws
// InputError that names `option` ("--budget") and says what would do. Nothing is guessed: no sign,
// no exponent, no spaces.

/// Seconds of "250ms", "30s", "10m", "24h", "1.5h", "7d". A number without a unit is refused, and
/// so is more than a hundred years.
[[nodiscard]] double parse_duration(const std::string& option, const std::string& text);

/// Seconds of a mean time between failures, "50000h": as parse_duration(), above 0 and however
/// long.
[[nodiscard]] double parse_lifetime(const std::string& option, const std::string& text);

/// Bytes of "8" (bytes), "64K" and "64KiB" (1024 each), "8GB" (10^9 each); letters up to P, in
/// either case. "1.5G" is fine, a fraction of a byte is not.
[[nodiscard]] std::uint64_t parse_size(const std::string& option, const std::string& text);

/// A ratio of "20%" or "2.5%": 0.2, 0.025. From 0% to 100%.
[[nodiscard]] double parse_percentage(const std::string& option, const std::string& text);

/// A probability of "95%" or "0.95", above 0 and below 1.
[[nodiscard]] double parse_confidence(const std::string& option, const std::string& text);

}  // namespace assay
