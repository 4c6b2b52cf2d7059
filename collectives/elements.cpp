#include "collectives/elements.hpp"

#include <algorithm>

namespace assay {
namespace {

struct Row {
  std::string_view name;
  std::int64_t bytes;
};
constexpr std::array<Row, kElementTypes.size()> kRows{{{"int8", 1},
                                                       {"uint8", 1},
                                                       {"int32", 4},
                                                       {"uint32", 4},
                                                       {"int64", 8},
                                                       {"uint64", 8},
                                                       {"fp16", 2},
                                                       {"bf16", 2},
                                                       {"fp32", 4},
                                                       {"fp64", 8},
                                                       {"fp8_e4m3", 1},
                                                       {"fp8_e5m2", 1}}};
constexpr std::array<std::string_view, kReductions.size()> kReductionNames{
    "sum", "product", "minimum", "maximum", "average"};

const Row& row(ElementType type) noexcept { return kRows.at(static_cast<std::size_t>(type)); }

template <class All>
auto named(const All& all, std::string_view text) noexcept
    -> std::optional<typename All::value_type> {
  const auto* found =
      std::find_if(all.begin(), all.end(), [&](auto value) { return name(value) == text; });
  if (found == all.end()) return std::nullopt;
  return *found;
}

}  // namespace

std::string_view name(ElementType type) noexcept { return row(type).name; }
std::int64_t bytes_of(ElementType type) noexcept { return row(type).bytes; }
std::optional<ElementType> element_type_from_name(std::string_view text) noexcept {
  return named(kElementTypes, text);
}

std::string_view name(Reduction reduction) noexcept {
  return kReductionNames.at(static_cast<std::size_t>(reduction));
}
std::optional<Reduction> reduction_from_name(std::string_view text) noexcept {
  return named(kReductions, text);
}

}  // namespace assay
