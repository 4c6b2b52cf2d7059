#include "tests/collectives/conformance/data.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "collectives/local/arithmetic.hpp"

namespace assay::conformance {
namespace {

constexpr auto kUntouched = std::byte{0xA5};

/// One byte of a label: a mix of all that tells elements apart.
std::byte label(int source, std::int64_t serial, std::ptrdiff_t place) {
  std::uint64_t x = static_cast<std::uint64_t>(serial) * 0x9E3779B97F4A7C15U +
                    static_cast<std::uint64_t>(source) * 0xD1B54A32D192ED03U +
                    static_cast<std::uint64_t>(place);
  x = (x ^ (x >> 29U)) * 0xBF58476D1CE4E5B9U;
  const auto made = static_cast<std::byte>((x >> 40U) & 0xFFU);
  return made == kUntouched ? std::byte{0} : made;
}

bool gives(int size, int rank, std::int64_t index, int givers) {
  return (rank + index) % size < givers;
}

}  // namespace

Elements::Elements(Rank& rank, ElementType type, std::int64_t count)
    : type_(type),
      count_(count),
      memory_(rank.allocate(static_cast<std::size_t>(count * bytes_of(type)))) {
  std::fill_n(memory_.get(), count * bytes_of(type), kUntouched);
}

std::byte* Elements::at(std::int64_t index) const {
  return memory_.get() + index * bytes_of(type_);
}

void Elements::set(std::int64_t index, double value) {
  with_element(type_, [&](auto number) {
    number = static_cast<decltype(number)>(value);
    std::memcpy(at(index), &number, sizeof number);
  });
}

double Elements::get(std::int64_t index) const {
  return with_element(type_, [&](auto number) {
    std::memcpy(&number, at(index), sizeof number);
    return static_cast<double>(number);
  });
}

void Elements::set_integer(std::int64_t index, std::int64_t value) {
  std::memcpy(at(index), &value, static_cast<std::size_t>(bytes_of(type_)));
}

std::int64_t Elements::get_integer(std::int64_t index) const {
  std::int64_t value = 0;
  std::memcpy(&value, at(index), static_cast<std::size_t>(bytes_of(type_)));
  return value;
}

void Elements::set_label(std::int64_t index, int source, std::int64_t serial) {
  for (std::ptrdiff_t i = 0; i < bytes_of(type_); ++i) at(index)[i] = label(source, serial, i);
}

bool Elements::has_label(std::int64_t index, int source, std::int64_t serial) const {
  for (std::ptrdiff_t i = 0; i < bytes_of(type_); ++i)
    if (at(index)[i] != label(source, serial, i)) return false;
  return true;
}

bool Elements::untouched(std::int64_t index) const {
  return std::all_of(at(index), at(index + 1), [](std::byte b) { return b == kUntouched; });
}

bool is_integer(ElementType type) noexcept { return type <= ElementType::uint64; }

bool is_signed(ElementType type) noexcept {
  return type != ElementType::uint8 && type != ElementType::uint32 && type != ElementType::uint64;
}

int significand_bits(ElementType type) {
  switch (type) {
    case ElementType::fp64:
      return 53;
    case ElementType::fp32:
      return 24;
    case ElementType::fp16:
      return Fp16::kSignificand;
    case ElementType::bf16:
      return Bf16::kSignificand;
    case ElementType::fp8_e4m3:
      return Fp8E4m3::kSignificand;
    case ElementType::fp8_e5m2:
      return Fp8E5m2::kSignificand;
    default:
      throw Error(std::string(name(type)) + " has no significand");
  }
}

double term(ElementType type, Reduction reduction, int size, int rank, std::int64_t index) {
  const bool negative = is_signed(type) && index % 5 == 0;
  switch (reduction) {
    case Reduction::minimum:
    case Reduction::maximum:
      return static_cast<double>((std::int64_t{5} * rank + 3 * index) % 7) +
             (is_signed(type) ? -3 : 1);
    case Reduction::product:
      return (gives(size, rank, index, 2) ? 2.0 : 1.0) * (negative && rank % 3 != 1 ? -1 : 1);
    case Reduction::sum:
    case Reduction::average:
      break;
  }
  if (!gives(size, rank, index, 3)) return 0;
  return static_cast<double>(1 + (index + rank) % 2) * (negative ? -1 : 1);
}

double outcome(ElementType type, Reduction reduction, int size, std::int64_t index) {
  double all = term(type, reduction, size, 0, index);
  for (int rank = 1; rank < size; ++rank) {
    const double next = term(type, reduction, size, rank, index);
    if (reduction == Reduction::minimum)
      all = std::min(all, next);
    else if (reduction == Reduction::maximum)
      all = std::max(all, next);
    else
      all = reduction == Reduction::product ? all * next : all + next;
  }
  if (reduction != Reduction::average) return all;
  return is_integer(type) ? std::trunc(all / size) : all / size;
}

double tolerance(ElementType type, Reduction reduction, int size, double outcome) {
  const bool exact = reduction != Reduction::average || is_integer(type) ||
                     std::has_single_bit(static_cast<unsigned>(size));
  constexpr int kRoundings = 5;
  return exact ? 0 : kRoundings * std::fabs(outcome) * std::ldexp(1, -significand_bits(type));
}

}  // namespace assay::conformance
