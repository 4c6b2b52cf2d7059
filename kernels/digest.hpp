#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/number_type.hpp"

namespace assay {

/// What the hunt for silent corruption multiplies.
enum class DigestOperands {
  exact,  ///< integers whose every sum is exact: the digest has one right value on any device
  random  ///< all exponents and fractions: equal only among equals (device, kernel, seed, rounds)
};

/// One piece of work. Equal work on healthy units of one device gives equal digests.
struct DigestWork {
  NumberType type = NumberType::fp32;
  DigestOperands operands = DigestOperands::exact;
  std::uint64_t seed = 1;
  std::size_t rounds = 1;  ///< each round's operands come from the digest of the one before
};

/// Why a GPU whose matrix units take instructions of their own has no types to be hunted in.
inline constexpr const char* kNoDigestKernel =
    "no digest for the matrix units of this architecture yet";

/// The hunt for silent corruption: every unit (core, SM) does the same work, so that units can be
/// compared by vote, and the work is reduced to one number, so that an error anywhere shows.
class Digest {
 public:
  /// What run() leaves where a unit did not do its work. No digest has this value.
  static constexpr std::uint64_t kNoVote = ~std::uint64_t{0};

  Digest() = default;
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  virtual ~Digest() = default;
  /// The types that this device can be hunted in; empty where no kernel fits it.
  [[nodiscard]] virtual const std::vector<NumberType>& types() const = 0;
  /// Which kernel this is, so that digests of random operands are compared among equals only; where
  /// types() is empty, why.
  [[nodiscard]] virtual std::string kernel() const = 0;
  [[nodiscard]] virtual std::size_t units() const = 0;
  /// Names unit `u` for people: "cpu 17", "SM 17".
  [[nodiscard]] virtual std::string unit_name(std::size_t u) const = 0;
  /// As many rounds as make one call of run() last about a millisecond on a real device.
  [[nodiscard]] virtual std::size_t rounds() const = 0;
  /// Arithmetic operations that one round does on one unit.
  [[nodiscard]] virtual double operations_per_round(NumberType type) const = 0;
  /// Every unit does `work` and writes its digest to out[unit], an array from Exec::alloc of the
  /// same device. Returns when the work is done (host) or enqueued (GPU). Throws Error for a type
  /// that is not among types().
  virtual void run(const DigestWork& work, std::uint64_t* out) = 0;
  /// The same digest another way: by other instructions, or by integer arithmetic on a CPU. Takes a
  /// CPU up to some tenths of a second. Nothing if there is no other way, or none that must agree.
  [[nodiscard]] virtual std::optional<std::uint64_t> second_opinion(const DigestWork& work) = 0;
};

}  // namespace assay
