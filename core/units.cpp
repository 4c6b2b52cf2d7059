#include "core/units.hpp"

#include <array>
#include <utility>

namespace assay {
namespace {

constexpr std::array<std::pair<Unit, std::string_view>, 17> kSymbols{{
    {Unit::seconds, "s"},
    {Unit::bytes, "B"},
    {Unit::bytes_per_second, "B/s"},
    {Unit::flops, "FLOP/s"},
    {Unit::flops_per_watt, "FLOP/J"},
    {Unit::ops, "OP/s"},
    {Unit::ops_per_watt, "OP/J"},
    {Unit::per_second, "1/s"},
    {Unit::hertz, "Hz"},
    {Unit::watts, "W"},
    {Unit::joules, "J"},
    {Unit::celsius, "degC"},
    {Unit::kelvin_per_watt, "K/W"},
    {Unit::transfers_per_second, "T/s"},
    {Unit::bits_per_second, "bit/s"},
    {Unit::ratio, "1"},
    {Unit::count, "count"},
}};

}  // namespace

std::string_view symbol(Unit unit) noexcept {
  for (const auto& [candidate, text] : kSymbols)
    if (candidate == unit) return text;
  return "?";
}

std::optional<Unit> unit_from_symbol(std::string_view text) noexcept {
  for (const auto& [unit, candidate] : kSymbols)
    if (candidate == text) return unit;
  return std::nullopt;
}

}  // namespace assay
