#include "kernels/digest.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "kernels/digest/work.hpp"
#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

constexpr std::size_t kSide = 64;  // of square matrices
constexpr std::size_t kElements = kSide * kSide;

/// What one unit works on: 48 or 96 KB, so that loads and stores go through the second-level cache
/// as well.
template <class T>
struct Matrices {
  T a[kElements], b[kElements], c[kElements];
};

/// Bits of exact operands: products summed over a row stay below 2^53 (fp64) and 2^24 (fp32), so no
/// order of summation and no width of vector changes a bit.
template <class T>
constexpr unsigned kBits = std::is_same_v<T, double> ? 20 : 8;

/// Integers of at most kBits bits and a sign, or the upper 53 random bits, which fp32 rounds.
template <class T>
void fill(T* matrix, std::uint64_t key, DigestOperands operands) {
  const unsigned bits = operands == DigestOperands::exact ? kBits<T> : 52;
  const auto span = std::int64_t{1} << bits;
  for (std::size_t i = 0; i < kElements; ++i)
    matrix[i] = static_cast<T>(static_cast<std::int64_t>(mixed(key + i) >> (63 - bits)) - span);
}

template <class T>
void multiply(const T* a, const T* b, T* c) {
  std::fill_n(c, kElements, T{0});
  for (std::size_t i = 0; i < kSide; ++i)
    for (std::size_t k = 0; k < kSide; ++k)
      for (std::size_t j = 0; j < kSide; ++j)
        c[i * kSide + j] += a[i * kSide + k] * b[k * kSide + j];
}

template <class T>
std::uint64_t sum(const T* matrix) {
  using Bits = std::conditional_t<std::is_same_v<T, double>, std::uint64_t, std::uint32_t>;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < kElements; ++i)
    total += mixed(std::bit_cast<Bits>(matrix[i]) + (i << 32));
  return total;
}

/// Each round's operands come from the digest so far: an error anywhere changes everything after
/// it.
template <class T>
std::uint64_t digest_of(Matrices<T>& m, const DigestWork& work) {
  std::uint64_t digest = first_digest(work.seed);
  for (std::size_t round = 0; round < work.rounds; ++round) {
    fill(m.a, digest, work.operands);
    fill(m.b, ~digest, work.operands);
    multiply(m.a, m.b, m.c);
    digest = next_digest(digest, sum(m.c));
  }
  return vote_of(digest);
}

class HostDigest final : public Digest {
 public:
  HostDigest(Team& team, Isa isa, std::vector<std::string> names)
      : team_(team), isa_(isa), names_(std::move(names)), fp64_(team.size()), fp32_(team.size()) {
    team_.run([this](std::size_t member) {
      fp64_[member] = std::make_unique<Matrices<double>>();
      fp32_[member] = std::make_unique<Matrices<float>>();
    });
  }
  [[nodiscard]] const std::vector<NumberType>& types() const override { return types_; }
  [[nodiscard]] std::string kernel() const override {
    return "products of 64 x 64 matrices, " + std::string(name(isa_));
  }
  [[nodiscard]] std::size_t units() const override { return team_.size(); }
  [[nodiscard]] std::string unit_name(std::size_t u) const override { return names_.at(u); }
  [[nodiscard]] std::size_t rounds() const override { return 8; }
  [[nodiscard]] double operations_per_round(NumberType) const override {
    constexpr double products = 2.0 * kSide * kSide * kSide;  // multiply and add
    constexpr double mixes = 7.0 * 3.0 * kElements;           // two filled, one summed
    return products + mixes;
  }
  void run(const DigestWork& work, std::uint64_t* out) override {
    demand(work.type);
    team_.run([&](std::size_t member) { call_for(isa_, [&] { out[member] = on(member, work); }); });
  }
  [[nodiscard]] std::optional<std::uint64_t> second_opinion(const DigestWork& work) override {
    demand(work.type);
    if (isa_ == Isa::baseline || work.operands == DigestOperands::random) return std::nullopt;
    return on(0, work);
  }

 private:
  void demand(NumberType type) const {
    if (std::find(types_.begin(), types_.end(), type) == types_.end())
      throw Error("no digest in " + std::string(name(type)));
  }
  std::uint64_t on(std::size_t member, const DigestWork& work) {
    return work.type == NumberType::fp64 ? digest_of(*fp64_[member], work)
                                         : digest_of(*fp32_[member], work);
  }

  Team& team_;
  Isa isa_;
  std::vector<std::string> names_;
  std::vector<NumberType> types_{NumberType::fp64, NumberType::fp32};
  // Each touched first by its own member.
  std::vector<std::unique_ptr<Matrices<double>>> fp64_;
  std::vector<std::unique_ptr<Matrices<float>>> fp32_;
};

}  // namespace

std::unique_ptr<Digest> make_digest(Team& team, Isa isa, std::vector<std::string> names) {
  return std::make_unique<HostDigest>(team, isa, std::move(names));
}

}  // namespace assay::host
