#include <array>

#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

constexpr double kKibi = 1024.0;
constexpr double kMebi = kKibi * kKibi;
constexpr double kGibi = kMebi * kKibi;
constexpr double kTebi = kGibi * kKibi;

constexpr auto kScales = std::to_array<Scale>({
    {"s", Unit::seconds, 1},
    {"ms", Unit::seconds, 1e-3},
    {"us", Unit::seconds, 1e-6},
    {"ns", Unit::seconds, 1e-9},
    {"min", Unit::seconds, 60},
    {"h", Unit::seconds, 3600},
    {"B", Unit::bytes, 1},
    {"kB", Unit::bytes, 1e3},
    {"MB", Unit::bytes, 1e6},
    {"GB", Unit::bytes, 1e9},
    {"TB", Unit::bytes, 1e12},
    {"KiB", Unit::bytes, kKibi, false},
    {"MiB", Unit::bytes, kMebi, false},
    {"GiB", Unit::bytes, kGibi, false},
    {"TiB", Unit::bytes, kTebi, false},
    {"B/s", Unit::bytes_per_second, 1},
    {"kB/s", Unit::bytes_per_second, 1e3},
    {"MB/s", Unit::bytes_per_second, 1e6},
    {"GB/s", Unit::bytes_per_second, 1e9},
    {"TB/s", Unit::bytes_per_second, 1e12},
    {"KiB/s", Unit::bytes_per_second, kKibi, false},
    {"MiB/s", Unit::bytes_per_second, kMebi, false},
    {"GiB/s", Unit::bytes_per_second, kGibi, false},
    {"TiB/s", Unit::bytes_per_second, kTebi, false},
    {"FLOP/s", Unit::flops, 1},
    {"MFLOP/s", Unit::flops, 1e6},
    {"GFLOP/s", Unit::flops, 1e9},
    {"TFLOP/s", Unit::flops, 1e12},
    {"PFLOP/s", Unit::flops, 1e15},
    {"FLOP/J", Unit::flops_per_watt, 1},
    {"MFLOP/J", Unit::flops_per_watt, 1e6},
    {"GFLOP/J", Unit::flops_per_watt, 1e9},
    {"TFLOP/J", Unit::flops_per_watt, 1e12},
    {"OP/J", Unit::ops_per_watt, 1},
    {"MOP/J", Unit::ops_per_watt, 1e6},
    {"GOP/J", Unit::ops_per_watt, 1e9},
    {"TOP/J", Unit::ops_per_watt, 1e12},
    {"OP/s", Unit::ops, 1},
    {"MOP/s", Unit::ops, 1e6},
    {"GOP/s", Unit::ops, 1e9},
    {"TOP/s", Unit::ops, 1e12},
    {"POP/s", Unit::ops, 1e15},
    {"1/s", Unit::per_second, 1},
    {"1/min", Unit::per_second, 1.0 / 60, false},
    {"1/h", Unit::per_second, 1.0 / 3600},
    {"Hz", Unit::hertz, 1},
    {"kHz", Unit::hertz, 1e3},
    {"MHz", Unit::hertz, 1e6},
    {"GHz", Unit::hertz, 1e9},
    {"W", Unit::watts, 1},
    {"mW", Unit::watts, 1e-3},
    {"kW", Unit::watts, 1e3},
    {"MW", Unit::watts, 1e6},
    {"J", Unit::joules, 1},
    {"kJ", Unit::joules, 1e3},
    {"MJ", Unit::joules, 1e6},
    {"kWh", Unit::joules, 3.6e6, false},
    {"degC", Unit::celsius, 1},
    {"K/W", Unit::kelvin_per_watt, 1},
    {"mK/W", Unit::kelvin_per_watt, 1e-3},
    {"T/s", Unit::transfers_per_second, 1},
    {"MT/s", Unit::transfers_per_second, 1e6},
    {"GT/s", Unit::transfers_per_second, 1e9},
    {"bit/s", Unit::bits_per_second, 1},
    {"kbit/s", Unit::bits_per_second, 1e3},
    {"Mbit/s", Unit::bits_per_second, 1e6},
    {"Gbit/s", Unit::bits_per_second, 1e9},
    {"Tbit/s", Unit::bits_per_second, 1e12},
    {"%", Unit::ratio, 1e-2},
    {"ppm", Unit::ratio, 1e-6, false},
    {"count", Unit::count, 1, false},
});

}  // namespace

std::span<const Scale> scales() { return kScales; }

}  // namespace assay
