#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "burnin/conclude/fft.hpp"

namespace assay {

/// A wave that the load was told to make.
struct CommandedWave {
  double frequency_hz = 0;
  double share = 0;  ///< amplitude of its fundamental over the mean, as commanded
};

/// One line of a power spectrum.
struct SwingLine {
  enum class Origin {
    measured,  ///< within the band and seen
    alias,     ///< seen, but the image of a commanded wave beyond the band: no swing of its own
    commanded  ///< beyond the band: what was commanded, not what was seen
  };
  Origin origin = Origin::measured;
  double frequency_hz = 0;
  double amplitude_w = std::numeric_limits<double>::quiet_NaN();  ///< of the sine; NaN if not seen
  double share = 0;                                               ///< amplitude over the mean
  double source_hz = std::numeric_limits<double>::quiet_NaN();    ///< of the commanded wave (or its
                                                                  ///< harmonic) that explains it
};
[[nodiscard]] std::string_view name(SwingLine::Origin origin) noexcept;

/// The swing spectrum of a power.
struct Swing {
  double update_interval_s = std::numeric_limits<double>::quiet_NaN();
  double low_hz = 0, high_hz = 0;  ///< the band in which lines are reported
  double mean_w = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t segments = 0;    ///< averaged
  std::vector<SwingLine> lines;  ///< largest first, commanded ones last
  double largest_w = 0;          ///< amplitude of the largest measured line; 0 = none
  std::string_view doubt;        ///< why nothing can be said of measured lines; "" = it can
};

/// Online spectrum of a power that is read every `period_s`: Welch's method (segments that overlap
/// by half, straight line taken off, Hann window, averaged). One per GPU (or summed power) and
/// phase. Source: P. D. Welch, IEEE Trans. Audio Electroacoust. 15 (1967).
struct SwingSpectrum {
  static constexpr std::size_t kMostHeld = 3;  ///< lost readings in a row that are bridged
  static constexpr double kBand = 0.4;         ///< of 1 / update interval: the band's upper end

  /// `length`: readings a segment, a power of two from 64 to kLongestTransform. The lowest
  /// frequency is 2 / (length x period). Throws Error for other lengths.
  explicit SwingSpectrum(double period, std::size_t length = 1024);

  double period_s;
  std::size_t segment;
  double start_s = 0;    ///< time of values[0]
  std::size_t size = 0;  ///< values of the open segment
  std::array<double, kLongestTransform> values{};
  std::array<double, kLongestTransform / 2 + 1> power{};  ///< sums of squared magnitudes
  std::uint64_t segments = 0;
  std::uint64_t cut = 0;  ///< segments given up because of a gap
  double sum_w = 0;       ///< of the readings, bridged ones included
  std::uint64_t n = 0;

  /// NaN = not read. Short gaps are bridged by a straight line, longer ones begin a new segment.
  void add(double t_s, double power_w);
  /// `interval_s`: the sensor's real update interval (UpdateInterval); NaN = not known: no lines.
  [[nodiscard]] Swing swing(double interval_s, std::span<const CommandedWave> commanded) const;

 private:
  bool bridge(double late_s, double t_s, double power_w);
  void push(double power_w);
  void fold();
};

}  // namespace assay
