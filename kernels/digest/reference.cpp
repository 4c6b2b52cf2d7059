#include "kernels/digest/reference.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "core/error.hpp"

namespace assay {
namespace {

/// One unit's work in elements of type T, summed in type Sum.
template <class T, class Sum>
class Unit {
 public:
  Unit(const DigestWork& work, const DigestShape& shape)
      : shape_(shape),
        type_(work.type),
        patterns_(operand_patterns(work.type, work.operands)),
        slice_(std::size_t{kSliceWords} * (32 / digest_format(work.type).bits)),
        operands_(slice_ * (shape.rows + shape.columns) * shape.slices),
        a_(slice_ * shape.rows * shape.chain),
        b_(slice_ * shape.columns * shape.chain),
        strands_(std::size_t{shape.rows} * kStrands) {}

  [[nodiscard]] std::uint64_t carry_out(std::uint64_t seed, std::size_t rounds) {
    std::uint64_t digest = first_digest(seed);
    for (std::size_t round = 0; round < rounds; ++round) {
      fill(digest);
      strands_.assign(strands_.size(), 0);
      for (unsigned turn = 0; turn < shape_.turns; ++turn) take(turn);
      digest = next_digest(digest, sum());
    }
    return vote_of(digest);
  }

 private:
  void fill(std::uint64_t key) {
    const unsigned per_word = 32 / digest_format(type_).bits;
    const unsigned row_words = shape_.slices * kSliceWords;
    for (unsigned row = 0; row < shape_.rows + shape_.columns; ++row)
      for (unsigned w = 0; w < row_words; ++w) {
        const auto& pattern = row < shape_.rows ? patterns_.a[w % 2] : patterns_.b[w % 2];
        const std::uint32_t index = word_index(shape_, row, w);
        const std::uint32_t word = operand_word(key, index, pattern);
        for (unsigned e = 0; e < per_word; ++e)
          operands_[std::size_t{index} * per_word + e] =
              static_cast<T>(element_value(type_, word, e));
      }
  }

  /// The slices of a row in the order of a turn's chain.
  template <class SliceOf>
  void arrange(unsigned first_row, unsigned rows, const SliceOf& slice_of, std::vector<T>& to) {
    T* next = to.data();
    for (unsigned row = first_row; row < first_row + rows; ++row)
      for (unsigned s = 0; s < shape_.chain; ++s) {
        const T* from = operands_.data() + (row * shape_.slices + slice_of(s)) * slice_;
        next = std::copy_n(from, slice_, next);
      }
  }

  void take(unsigned turn) {
    arrange(
        0, shape_.rows, [&](unsigned s) { return slice_of_a(shape_, turn, s); }, a_);
    arrange(
        shape_.rows, shape_.columns, [&](unsigned s) { return slice_of_b(shape_, turn, s); }, b_);
    const std::size_t inner = shape_.chain * slice_;
    for (unsigned row = 0; row < shape_.rows; ++row)
      for (unsigned column = 0; column < shape_.columns; ++column) {
        Sum dot = 0;
        for (std::size_t k = 0; k < inner; ++k)
          dot += static_cast<Sum>(a_[row * inner + k]) * static_cast<Sum>(b_[column * inner + k]);
        std::uint32_t& strand = strands_[strand_of(row, column)];
        // + 0 makes +0 of -0: a sum of zeros has no sign that all hardware agrees on
        strand = folded(strand, std::bit_cast<std::uint32_t>(static_cast<float>(dot) + 0.0F));
      }
  }

  [[nodiscard]] std::uint64_t sum() const {
    std::uint64_t total = 0;
    for (std::uint32_t strand = 0; strand < strands_.size(); ++strand)
      total += strand_share(strand, strands_[strand]);
    return total;
  }

  DigestShape shape_;
  NumberType type_;
  OperandPatterns patterns_;
  std::size_t slice_;  ///< elements of one
  std::vector<T> operands_, a_, b_;
  std::vector<std::uint32_t> strands_;
};

}  // namespace

double element_value(NumberType type, std::uint32_t word, unsigned e) {
  const DigestFormat f = digest_format(type);
  const std::uint32_t bits = (word >> (e * f.bits % 32)) & (~std::uint32_t{0} >> (32 - f.bits));
  const std::uint32_t fraction = bits & ((1U << f.field) - 1);
  const std::uint32_t exponent = (bits >> f.field) & ((1U << (f.bits - 1 - f.field)) - 1);
  const std::uint32_t significand = exponent == 0 ? fraction : fraction | (1U << f.field);
  const int scale = static_cast<int>(exponent == 0 ? 1 : exponent) - static_cast<int>(f.bias) -
                    static_cast<int>(f.field);
  const double size = std::ldexp(significand, scale);
  return (bits >> (f.bits - 1)) != 0 ? -size : size;
}

std::uint64_t reference_digest(const DigestWork& work, const DigestShape& shape) {
  if (work.operands == DigestOperands::random)
    return Unit<float, float>(work, shape).carry_out(work.seed, work.rounds);
  if (!is_exact(shape, work.type))
    throw Error("sums of this length are not exact in " + std::string(name(work.type)));
  return Unit<std::int16_t, std::int32_t>(work, shape).carry_out(work.seed, work.rounds);
}

}  // namespace assay
