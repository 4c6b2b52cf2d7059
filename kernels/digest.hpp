#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace assay {

/// The hunt for silent corruption: every unit (core, SM) does the same work on integer-valued
/// operands, so that its digest has one right value whatever the order of operations, and units can
/// be compared by vote.
class Digest {
 public:
  Digest() = default;
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  virtual ~Digest() = default;
  [[nodiscard]] virtual std::size_t units() const = 0;
  /// Names unit `u` for people: "cpu 17".
  [[nodiscard]] virtual std::string unit_name(std::size_t u) const = 0;
  /// Arithmetic operations that one round does on one unit.
  [[nodiscard]] virtual double operations_per_round() const = 0;
  /// Every unit does `rounds` rounds on operands made from `seed` and writes its digest to
  /// out[unit].
  virtual void run(std::uint64_t seed, std::size_t rounds, std::uint64_t* out) = 0;
  /// The same digest by other instructions, on one unit: one more vote. Nothing if there is no
  /// other way.
  [[nodiscard]] virtual std::optional<std::uint64_t> second_opinion(std::uint64_t seed,
                                                                    std::size_t rounds) = 0;
};

}  // namespace assay
