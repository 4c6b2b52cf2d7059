#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "kernels/gemm.hpp"
#include "kernels/host/ports.hpp"
#include "kernels/packed.hpp"

namespace assay::host {
namespace {

/// Sums in double: exact for integers, and nearer to the true product than any device's.
double dot(const float* a, const float* b, std::size_t n) {
  constexpr std::size_t chains = 8;
  double sum[chains] = {};
  std::size_t l = 0;
  for (; l + chains <= n; l += chains)
    for (std::size_t k = 0; k < chains; ++k)
      sum[k] += static_cast<double>(a[l + k]) * static_cast<double>(b[l + k]);
  for (; l < n; ++l) sum[0] += static_cast<double>(a[l]) * static_cast<double>(b[l]);
  double all = 0;
  for (const double part : sum) all += part;
  return all;
}

class ReferenceGemm final : public Gemm {
 public:
  explicit ReferenceGemm(Team& team) : team_(team) {}
  [[nodiscard]] bool supports(NumberType type) const noexcept override {
    return type != NumberType::fp64 && type != NumberType::fp32;
  }
  [[nodiscard]] std::string library() const override { return "plain loops"; }
  void multiply(NumberType type, const GemmShape& shape, const void* a, const void* b,
                void* c) override {
    switch (type) {
      case NumberType::tf32:
        return product<Tf32, Tf32, float>(shape, a, b, c);
      case NumberType::fp16:
        return product<Fp16, Fp16, float>(shape, a, b, c);
      case NumberType::bf16:
        return product<Bf16, Bf16, float>(shape, a, b, c);
      case NumberType::fp8_e4m3:
        return product<Fp8E4m3, Fp8E4m3, float>(shape, a, b, c);
      case NumberType::fp8_e5m2:
        return product<Fp8E5m2, Fp8E4m3, float>(shape, a, b, c);
      case NumberType::fp4:
        return product<Fp4Pair, Fp4Pair, float>(shape, a, b, c);
      case NumberType::int8:
        return product<std::int8_t, std::int8_t, std::int32_t>(shape, a, b, c);
      case NumberType::fp64:
      case NumberType::fp32:
        break;
    }
    throw Error("no plain product in " + std::string(name(type)));
  }

 private:
  /// Every number of these types is one of fp32.
  template <class T>
  std::vector<float> widened(const void* from, std::size_t n) {
    std::vector<float> wide(n);
    const auto* narrow = static_cast<const T*>(from);
    team_.run([&](std::size_t member) {
      const auto [begin, end] = team_.share(member, n);
      for (std::size_t i = begin; i < end; ++i) wide[i] = static_cast<float>(number(narrow, i));
    });
    return wide;
  }

  template <class A, class B, class C>
  void product(const GemmShape& shape, const void* a, const void* b, void* c) {
    const std::vector<float> left = widened<A>(a, shape.rows * shape.inner);
    const std::vector<float> right = widened<B>(b, shape.columns * shape.inner);
    auto* out = static_cast<C*>(c);
    team_.run([&](std::size_t member) {
      const auto [begin, end] = team_.share(member, shape.rows, 1);
      for (std::size_t i = begin; i < end; ++i)
        for (std::size_t j = 0; j < shape.columns; ++j)
          out[i * shape.columns + j] = static_cast<C>(
              dot(left.data() + i * shape.inner, right.data() + j * shape.inner, shape.inner));
    });
  }

  Team& team_;
};

}  // namespace

std::unique_ptr<Gemm> make_reference_gemm(Team& team) {
  return std::make_unique<ReferenceGemm>(team);
}

}  // namespace assay::host
