#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "burnin/conclude/swing.hpp"

namespace assay {

/// A finished spectrum, averaged over Hann segments that overlap by half.
struct PowerSpectrum {
  std::vector<double> power;  ///< mean squared magnitudes
  double bin_hz = 0;
  double threshold = 0;               ///< of a bin over its neighbours' median
  double watts2 = 0;                  ///< amplitude squared per sum of power over a line
  double sample_s = 0, update_s = 0;  ///< between readings; between new ones

  /// What noise is around bin `k`: the median of its neighbours but for the nearest.
  [[nodiscard]] double floor_at(std::size_t k) const;
};

/// How far a bin of noise, averaged over `segments`, stays above its median, surely in a whole
/// spectrum of `bins`. Averages of a squared magnitude are gamma distributed.
[[nodiscard]] double line_threshold(double segments, std::size_t bins);

/// The lines of `spectrum` up to `swing.high_hz`, each named after the commanded wave that explains
/// it, and the largest of them, into `swing`, whose mean must be known.
void add_lines(Swing& swing, const PowerSpectrum& spectrum,
               std::span<const CommandedWave> commanded);

}  // namespace assay
