#include "collectives/payload.hpp"

namespace assay {

std::int64_t largest_exact(ElementType type) noexcept {
  switch (type) {
    case ElementType::int8:
      return 127;
    case ElementType::uint8:
      return 255;
    case ElementType::fp16:
      return std::int64_t{1} << Fp16::kSignificand;
    case ElementType::bf16:
      return std::int64_t{1} << Bf16::kSignificand;
    case ElementType::fp8_e4m3:
      return std::int64_t{1} << Fp8E4m3::kSignificand;
    case ElementType::fp8_e5m2:
      return std::int64_t{1} << Fp8E5m2::kSignificand;
    default:
      return std::int64_t{1} << 24;  // of fp32; the wider ones need no more
  }
}

}  // namespace assay
