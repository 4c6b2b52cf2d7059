#include "reports/peers/parts/sorted.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace assay::peers {
namespace {

constexpr std::size_t kPlain = 256;  // below, std::sort is as fast
constexpr unsigned kBits = 11;
constexpr std::size_t kBuckets = std::size_t{1} << kBits;
constexpr unsigned kPasses = 3;
constexpr std::uint32_t kSign = 0x80000000U;

/// Unsigned integers that are ordered as the floats are.
std::uint32_t key_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return bits ^ ((bits & kSign) != 0 ? ~0U : kSign);
}

float value_of(std::uint32_t key) {
  return std::bit_cast<float>(key ^ ((key & kSign) != 0 ? kSign : ~0U));
}

std::size_t digit(std::uint32_t key, unsigned pass) {
  return (key >> (kBits * pass)) & (kBuckets - 1);
}

using Counts = std::array<std::array<std::uint32_t, kBuckets>, kPasses>;

/// Counts become the places where each digit's values begin.
bool to_places(std::array<std::uint32_t, kBuckets>& counts, std::size_t n) {
  std::uint32_t sum = 0;
  bool all_alike = false;
  for (std::uint32_t& count : counts) {
    all_alike = all_alike || count == n;
    const std::uint32_t here = count;
    count = sum;
    sum += here;
  }
  return !all_alike;
}

}  // namespace

void sort_values(std::span<float> values, std::vector<std::uint32_t>& spare) {
  const std::size_t n = values.size();
  if (n < kPlain) {
    std::sort(values.begin(), values.end());
    return;
  }
  spare.resize(2 * n);
  std::span<std::uint32_t> from = std::span(spare).first(n);
  std::span<std::uint32_t> to = std::span(spare).last(n);
  Counts counts{};
  for (std::size_t i = 0; i < n; ++i) {
    from[i] = key_of(values[i]);
    for (unsigned pass = 0; pass < kPasses; ++pass) ++counts[pass][digit(from[i], pass)];
  }
  for (unsigned pass = 0; pass < kPasses; ++pass) {
    if (!to_places(counts[pass], n)) continue;
    for (const std::uint32_t key : from) to[counts[pass][digit(key, pass)]++] = key;
    std::swap(from, to);
  }
  for (std::size_t i = 0; i < n; ++i) values[i] = value_of(from[i]);
}

double middle(std::span<const float> sorted) {
  const std::size_t half = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[half];
  return (static_cast<double>(sorted[half - 1]) + sorted[half]) / 2;
}

double middle_of(std::span<float> values) {
  const auto half = static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), values.begin() + half, values.end());
  const double upper = values[static_cast<std::size_t>(half)];
  if (values.size() % 2 == 1) return upper;
  const float lower = *std::max_element(values.begin(), values.begin() + half);
  return (static_cast<double>(lower) + upper) / 2;
}

}  // namespace assay::peers
