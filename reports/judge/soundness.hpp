#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/facts.hpp"
#include "reports/catalogue/reason_id.hpp"
#include "reports/profile.hpp"

namespace assay {

/// Why a number cannot be judged.
struct Problem {
  ReasonId id;
  std::string text;  ///< what is wrong, to follow "test.metric on subject: "
};

/// How far above its peak a number may be: clocks and counters are not exact.
inline constexpr double kOverPeak = 1.01;

/// A number that may be compared with a limit.
struct Measured {
  double value = 0;
  Unit unit = Unit::count;
  std::string statistic;  ///< which statistic it is; "" for a single reading
};

/// Is there evidence in `metric` that is consistent and possible? Nothing if so.
[[nodiscard]] std::optional<Problem> unsound(const Metric& metric);

/// The number of a sound `metric` that a limit compares: its value, or the statistic named.
/// `problem` is set where there is none.
[[nodiscard]] std::optional<Measured> measured(const Metric& metric, const std::string& statistic,
                                               std::optional<Problem>& problem);

}  // namespace assay
