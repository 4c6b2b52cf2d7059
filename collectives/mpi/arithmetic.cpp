#include "collectives/mpi/arithmetic.hpp"

#include "kernels/small_float.hpp"

namespace assay {
namespace {

template <class Number, class Step>
void each(const void* in, void* inout, std::int64_t count) {
  const auto* a = static_cast<const Number*>(in);
  auto* b = static_cast<Number*>(inout);
  for (std::int64_t i = 0; i < count; ++i) b[i] = Step::of(a[i], b[i]);
}

struct Sum {
  template <class Number>
  static Number of(Number a, Number b) {
    return Number(static_cast<double>(a) + static_cast<double>(b));
  }
};
struct Product {
  template <class Number>
  static Number of(Number a, Number b) {
    return Number(static_cast<double>(a) * static_cast<double>(b));
  }
};
struct Minimum {
  template <class Number>
  static Number of(Number a, Number b) {
    return static_cast<double>(a) < static_cast<double>(b) ? a : b;
  }
};
struct Maximum {
  template <class Number>
  static Number of(Number a, Number b) {
    return static_cast<double>(b) < static_cast<double>(a) ? a : b;
  }
};

template <class Number>
void combine_as(Reduction reduction, const void* in, void* inout, std::int64_t count) {
  switch (reduction) {
    case Reduction::product:
      return each<Number, Product>(in, inout, count);
    case Reduction::minimum:
      return each<Number, Minimum>(in, inout, count);
    case Reduction::maximum:
      return each<Number, Maximum>(in, inout, count);
    default:
      return each<Number, Sum>(in, inout, count);
  }
}

template <class Number, class Wide>
void divide_as(void* data, std::int64_t count, int ranks) {
  auto* numbers = static_cast<Number*>(data);
  const auto divisor = static_cast<Wide>(ranks);
  for (std::int64_t i = 0; i < count; ++i)
    numbers[i] = static_cast<Number>(static_cast<Wide>(numbers[i]) / divisor);
}

}  // namespace

void combine(ElementType type, Reduction reduction, const void* in, void* inout,
             std::int64_t count) noexcept {
  switch (type) {
    case ElementType::fp16:
      return combine_as<Fp16>(reduction, in, inout, count);
    case ElementType::bf16:
      return combine_as<Bf16>(reduction, in, inout, count);
    case ElementType::fp8_e4m3:
      return combine_as<Fp8E4m3>(reduction, in, inout, count);
    case ElementType::fp8_e5m2:
      return combine_as<Fp8E5m2>(reduction, in, inout, count);
    default:
      return;
  }
}

void divide(void* data, std::int64_t count, ElementType type, int ranks) noexcept {
  switch (type) {
    case ElementType::int8:
      return divide_as<std::int8_t, std::int64_t>(data, count, ranks);
    case ElementType::uint8:
      return divide_as<std::uint8_t, std::uint64_t>(data, count, ranks);
    case ElementType::int32:
      return divide_as<std::int32_t, std::int64_t>(data, count, ranks);
    case ElementType::uint32:
      return divide_as<std::uint32_t, std::uint64_t>(data, count, ranks);
    case ElementType::int64:
      return divide_as<std::int64_t, std::int64_t>(data, count, ranks);
    case ElementType::uint64:
      return divide_as<std::uint64_t, std::uint64_t>(data, count, ranks);
    case ElementType::fp16:
      return divide_as<Fp16, double>(data, count, ranks);
    case ElementType::bf16:
      return divide_as<Bf16, double>(data, count, ranks);
    case ElementType::fp32:
      return divide_as<float, float>(data, count, ranks);
    case ElementType::fp64:
      return divide_as<double, double>(data, count, ranks);
    case ElementType::fp8_e4m3:
      return divide_as<Fp8E4m3, double>(data, count, ranks);
    case ElementType::fp8_e5m2:
      return divide_as<Fp8E5m2, double>(data, count, ranks);
  }
}

}  // namespace assay
