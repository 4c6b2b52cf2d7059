#include "kernels/number_type.hpp"

#include <array>

namespace assay {
namespace {

struct Row {
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array<Row, 8> kRows{{{"fp64", 8},
                                    {"fp32", 4},
                                    {"tf32", 4},
                                    {"fp16", 2},
                                    {"bf16", 2},
                                    {"fp8_e4m3", 1},
                                    {"fp8_e5m2", 1},
                                    {"int8", 1}}};

const Row& row(NumberType type) noexcept { return kRows.at(static_cast<std::size_t>(type)); }

}  // namespace

std::string_view name(NumberType type) noexcept { return row(type).name; }
std::size_t bytes_of(NumberType type) noexcept { return row(type).bytes; }

}  // namespace assay
