#pragma once
#include <optional>
#include <string_view>

namespace assay {

/// A number as it was printed: what it stands for lies within `rounding` of it.
struct Printed {
  double value = 0;
  double rounding = 0;

  [[nodiscard]] double least() const noexcept { return value - rounding; }
  [[nodiscard]] double most() const noexcept { return value + rounding; }
};

/// `word` if it is one finite decimal number.
[[nodiscard]] std::optional<Printed> printed(std::string_view word) noexcept;

/// Could both have been printed of one number? Programs that compute in single precision or in
/// another order are given a millionth.
[[nodiscard]] bool may_be_equal(const Printed& a, const Printed& b) noexcept;

/// What `bytes` in the time printed come to, in bytes per unit of that time; times of 0 give
/// nothing.
[[nodiscard]] std::optional<Printed> rate_of(double amount, const Printed& time) noexcept;

/// `a` times an exact number.
[[nodiscard]] Printed scaled(const Printed& a, double factor) noexcept;

}  // namespace assay
