#pragma once
#include <cstdint>

#include "tests/collectives/conformance/rank.hpp"

namespace assay::conformance {

/// `count` elements of a type in a rank's memory. Made full of a pattern that no check expects.
class Elements {
 public:
  Elements(Rank& rank, ElementType type, std::int64_t count);

  [[nodiscard]] std::byte* at(std::int64_t index) const;
  [[nodiscard]] void* data() const { return at(0); }
  [[nodiscard]] std::int64_t count() const noexcept { return count_; }

  /// `value` must be a number that the type holds exactly.
  void set(std::int64_t index, double value);
  [[nodiscard]] double get(std::int64_t index) const;
  /// For integers, all 64 bits.
  void set_integer(std::int64_t index, std::int64_t value);
  [[nodiscard]] std::int64_t get_integer(std::int64_t index) const;

  /// Bits of element `index` that tell (`source`, `serial`) apart from others.
  void set_label(std::int64_t index, int source, std::int64_t serial);
  [[nodiscard]] bool has_label(std::int64_t index, int source, std::int64_t serial) const;
  [[nodiscard]] bool untouched(std::int64_t index) const;

 private:
  ElementType type_;
  std::int64_t count_;
  std::shared_ptr<std::byte> memory_;
};

/// Whether numbers of the type may be negative, and are integers.
[[nodiscard]] bool is_signed(ElementType type) noexcept;
[[nodiscard]] bool is_integer(ElementType type) noexcept;
/// Bits of a floating-point type's significand, with the implied one.
[[nodiscard]] int significand_bits(ElementType type);

/// What rank `rank` of `size` gives as element `index` to a reduction: few ranks give other than
/// the neutral element, so that the result is exact in every type at any number of ranks.
[[nodiscard]] double term(ElementType type, Reduction reduction, int size, int rank,
                          std::int64_t index);
/// What comes of these terms: of sum, product, minimum and maximum the exact answer; of an average
/// the quotient, which for integers is cut towards zero.
[[nodiscard]] double outcome(ElementType type, Reduction reduction, int size, std::int64_t index);
/// How far from outcome() an answer may be: nothing, but for averages whose divisor is no power of
/// two. There each of at most three terms, the divisor and two sums are rounded.
[[nodiscard]] double tolerance(ElementType type, Reduction reduction, int size, double outcome);

}  // namespace assay::conformance
