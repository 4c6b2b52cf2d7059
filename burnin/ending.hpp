#pragma once
#include <string_view>

namespace assay {

// How a leg of a load ended, as its results say in the fact "ended_by".

inline constexpr const char* kPlannedEnd = "planned end";
inline constexpr const char* kUnderWay = "under way";  ///< so far; a kill leaves it like that
inline constexpr const char* kInterrupted = "interrupted";
inline constexpr const char* kKilled = "killed";
inline constexpr const char* kSafetyStop = "safety stop: ";  ///< and why

/// Is `word` in `text`, and not as the beginning of a longer one ("gpu 1" in "gpu 12")?
[[nodiscard]] bool names(std::string_view text, std::string_view word) noexcept;

}  // namespace assay
