#include "kernels/digest.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/philox.hpp"
#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

constexpr std::size_t kSide = 64;  // of square matrices
constexpr std::size_t kElements = kSide * kSide;

/// What one unit works on: 144 KB, so that loads and stores go through the second-level cache as
/// well.
struct Work {
  double a64[kElements], b64[kElements], c64[kElements];
  float a32[kElements], b32[kElements], c32[kElements];
};

std::uint64_t mixed(
    std::uint64_t x) {  // the finaliser of MurmurHash3: multiplies, shifts, exclusive or
  x = (x ^ (x >> 33)) * 0xFF51AFD7ED558CCDU;
  x = (x ^ (x >> 33)) * 0xC4CEB9FE1A85EC53U;
  return x ^ (x >> 33);
}

/// Integers of at most `bits` bits and a sign. Products summed over a row stay below 2^53 (fp64, 20
/// bits) and 2^24 (fp32, 8 bits): exact, so no order of summation and no width of vector changes a
/// bit.
template <class T>
void fill(T* matrix, std::uint64_t key, unsigned bits) {
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
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < kElements; ++i)
    total += mixed(static_cast<std::uint64_t>(static_cast<std::int64_t>(matrix[i])) + (i << 32));
  return total;
}

/// Each round's operands come from the digest so far: an error anywhere changes everything after
/// it.
std::uint64_t digest_of(Work& work, std::uint64_t seed, std::size_t rounds) {
  std::uint64_t digest = mixed(seed);
  for (std::size_t round = 0; round < rounds; ++round) {
    fill(work.a64, digest, 20);
    fill(work.b64, digest + 1, 20);
    fill(work.a32, digest + 2, 8);
    fill(work.b32, digest + 3, 8);
    multiply(work.a64, work.b64, work.c64);
    multiply(work.a32, work.b32, work.c32);
    digest = mixed(digest ^ sum(work.c64)) + sum(work.c32);
  }
  return digest;
}

class HostDigest final : public Digest {
 public:
  HostDigest(Team& team, Isa isa, std::vector<std::string> names)
      : team_(team), isa_(isa), names_(std::move(names)), work_(team.size()) {
    team_.run([this](std::size_t member) { work_[member] = std::make_unique<Work>(); });
  }
  [[nodiscard]] std::size_t units() const override { return team_.size(); }
  [[nodiscard]] std::string unit_name(std::size_t u) const override { return names_.at(u); }
  [[nodiscard]] double operations_per_round() const override {
    constexpr double products =
        2.0 * 2.0 * kSide * kSide * kSide;           // two matrices, multiply and add
    constexpr double mixes = 7.0 * 6.0 * kElements;  // four filled, two summed
    return products + mixes;
  }
  void run(std::uint64_t seed, std::size_t rounds, std::uint64_t* out) override {
    team_.run([&](std::size_t member) {
      Work& work = *work_[member];
      call_for(isa_, [&] { out[member] = digest_of(work, seed, rounds); });
    });
  }
  [[nodiscard]] std::optional<std::uint64_t> second_opinion(std::uint64_t seed,
                                                            std::size_t rounds) override {
    if (isa_ == Isa::baseline) return std::nullopt;
    return digest_of(*work_[0], seed, rounds);
  }

 private:
  Team& team_;
  Isa isa_;
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<Work>> work_;  ///< each touched first by its own member
};

}  // namespace

std::unique_ptr<Digest> make_digest(Team& team, Isa isa, std::vector<std::string> names) {
  return std::make_unique<HostDigest>(team, isa, std::move(names));
}

}  // namespace assay::host
