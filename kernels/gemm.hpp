#pragma once
#include <cstddef>
#include <string>

#include "kernels/number_type.hpp"

namespace assay {

/// C is rows x columns; `inner` is the length of each dot product. Work: 2 rows columns inner
/// operations.
struct GemmShape {
  std::size_t rows, columns, inner;
};

/// GPUs read rows of operands in pieces of 16 bytes: so many numbers of the narrowest type.
inline constexpr std::size_t kInnerStep = 32;

/// C = A B', row-major and dense: A is rows x inner, B is columns x inner, so that both run along
/// `inner` in memory, which every type of every backend supports.
class Gemm {
 public:
  Gemm() = default;
  Gemm(const Gemm&) = delete;
  Gemm& operator=(const Gemm&) = delete;
  virtual ~Gemm() = default;
  [[nodiscard]] virtual bool supports(NumberType type) const noexcept = 0;
  /// Whose kernels these are, with their version and variant: "OpenBLAS 0.3.21 SkylakeX".
  [[nodiscard]] virtual std::string library() const = 0;
  /// Operands are of `type` (for fp8_e5m2 B is of fp8_e4m3, as gradients meet weights; of fp4 two
  /// elements share a byte, the first its lower half, and the factors that the chips scale blocks
  /// of them by are 1); C is fp64 for fp64, int32 for int8, else fp32. Its `inner` on a GPU is a
  /// multiple of kInnerStep. Arrays come from
  /// Exec::alloc of the same device and do not overlap. Returns when the work is done (host) or
  /// enqueued (GPU). Throws Error for a type that is not supported.
  virtual void multiply(NumberType type, const GemmShape& shape, const void* a, const void* b,
                        void* c) = 0;
};

}  // namespace assay
