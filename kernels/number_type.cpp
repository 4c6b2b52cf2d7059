#include "kernels/number_type.hpp"

#include <array>

namespace assay {
namespace {

struct Row {
  std::string_view name;
  std::size_t bits;
};
constexpr std::array<Row, kNumberTypes.size()> kRows{{{"fp64", 64},
                                                      {"fp32", 32},
                                                      {"tf32", 32},
                                                      {"fp16", 16},
                                                      {"bf16", 16},
                                                      {"fp8_e4m3", 8},
                                                      {"fp8_e5m2", 8},
                                                      {"fp4", 4},
                                                      {"int8", 8}}};

const Row& row(NumberType type) noexcept { return kRows.at(static_cast<std::size_t>(type)); }

}  // namespace

std::string_view name(NumberType type) noexcept { return row(type).name; }
std::size_t bits_of(NumberType type) noexcept { return row(type).bits; }

}  // namespace assay
