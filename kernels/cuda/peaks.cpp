#include "kernels/cuda/peaks.hpp"

#include <algorithm>
#include <array>

namespace assay::cuda {
namespace {

struct Row {
  int major, minor;
  NumberType type;
  double ops;
};

using enum NumberType;

constexpr std::array kMatrix{
    Row{8, 0, fp64, 128},        Row{8, 0, fp32, 128},        Row{8, 0, tf32, 1024},
    Row{8, 0, fp16, 2048},       Row{8, 0, bf16, 2048},       Row{8, 0, int8, 4096},
    Row{9, 0, fp64, 256},        Row{9, 0, fp32, 256},        Row{9, 0, tf32, 2048},
    Row{9, 0, fp16, 4096},       Row{9, 0, bf16, 4096},       Row{9, 0, fp8_e4m3, 8192},
    Row{9, 0, fp8_e5m2, 8192},   Row{9, 0, int8, 8192},       Row{10, 0, fp32, 256},
    Row{10, 0, tf32, 4096},      Row{10, 0, fp16, 8192},      Row{10, 0, bf16, 8192},
    Row{10, 0, fp8_e4m3, 16384}, Row{10, 0, fp8_e5m2, 16384}, Row{10, 0, fp4, 32768},
    Row{10, 3, fp4, 49152}};

constexpr std::array kVector{Row{8, 0, fp64, 64},   Row{8, 0, fp32, 128},  Row{8, 0, fp16, 512},
                             Row{9, 0, fp64, 128},  Row{9, 0, fp32, 256},  Row{9, 0, fp16, 512},
                             Row{10, 0, fp64, 128}, Row{10, 0, fp32, 256}, Row{10, 0, fp16, 512}};

template <std::size_t N>
std::optional<double> found(const std::array<Row, N>& rows, int major, int minor,
                            NumberType type) noexcept {
  const auto* const row = std::find_if(rows.begin(), rows.end(), [&](const Row& candidate) {
    return candidate.major == major && candidate.minor == minor && candidate.type == type;
  });
  return row == rows.end() ? std::nullopt : std::optional(row->ops);
}

}  // namespace

bool multiplies(int major, int minor, NumberType type) noexcept {
  const int capability = 10 * major + minor;
  if (type == fp4) return capability >= 100;
  if (type == fp8_e4m3 || type == fp8_e5m2) return capability >= 89;
  return capability >= 80;
}

std::optional<double> matrix_ops_per_clock(int major, int minor, NumberType type) noexcept {
  return found(kMatrix, major, minor, type);
}

std::optional<double> vector_ops_per_clock(int major, int minor, NumberType type) noexcept {
  return found(kVector, major, minor, type);
}

}  // namespace assay::cuda
