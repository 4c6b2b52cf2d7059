#pragma once
#include <complex>
#include <cstddef>
#include <span>

namespace assay {

inline constexpr std::size_t kLongestTransform = 2048;

/// Discrete Fourier transform of `n` real values, n a power of two from 4 to kLongestTransform:
/// spectrum[k] = sum over i of values[i] exp(-2 pi j k i / n), k = 0 ... n/2. `spectrum` must hold
/// n/2 + 1. Throws Error for other sizes.
void transform_real(std::span<const double> values, std::span<std::complex<double>> spectrum);

}  // namespace assay
