#include "burnin/conclude/swing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

#include "burnin/conclude/swing_lines.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

/// Takes mean and slope off, so that slow heating does not leak into every line.
void flatten(std::span<double> values) {
  const auto n = static_cast<double>(values.size());
  const double middle = (n - 1) / 2;
  double sum = 0;
  double moment = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += values[i];
    moment += values[i] * (static_cast<double>(i) - middle);
  }
  const double slope = moment * 12 / (n * (n * n - 1));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] -= sum / n + slope * (static_cast<double>(i) - middle);
}

/// One period of the cosine, for windows of any length that divides it.
const std::array<double, kLongestTransform>& cosines() {
  static const auto table = [] {
    std::array<double, kLongestTransform> made{};
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] = std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                         static_cast<double>(kLongestTransform));
    return made;
  }();
  return table;
}

void apply_hann(std::span<double> values) {
  const std::size_t stride = kLongestTransform / values.size();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] *= 0.5 - 0.5 * cosines()[i * stride];
}

}  // namespace

std::string_view name(SwingLine::Origin origin) noexcept {
  constexpr std::array<std::string_view, 3> names{"measured", "alias", "commanded"};
  return names[static_cast<std::size_t>(origin)];
}

SwingSpectrum::SwingSpectrum(double period, std::size_t length)
    : period_s(period), segment(length) {
  if (length < 64 || length > kLongestTransform || !std::has_single_bit(length))
    throw Error("a spectrum of segments of " + std::to_string(length) + " readings");
}

void SwingSpectrum::add(double t_s, double power_w) {
  if (!std::isfinite(power_w)) return;
  const double late_s = t_s - (start_s + static_cast<double>(size) * period_s);
  if (size == 0)
    start_s = t_s;
  else if (std::abs(late_s) > period_s / 2 && !bridge(late_s, t_s, power_w))
    return;
  push(power_w);
}

bool SwingSpectrum::bridge(double late_s, double t_s, double power_w) {
  const double lost = std::round(late_s / period_s);
  if (lost == -1) return false;  // two readings in one slot
  if (lost < 0 || lost > double{kMostHeld}) {
    ++cut;
    size = 0;
    start_s = t_s;
    return true;
  }
  const double before = values[size - 1];
  const auto slots = static_cast<std::size_t>(lost);
  for (std::size_t i = 1; i <= slots; ++i)
    push(before + (power_w - before) * static_cast<double>(i) / (lost + 1));
  return true;
}

void SwingSpectrum::push(double power_w) {
  values[size++] = power_w;
  sum_w += power_w;
  ++n;
  if (size == segment) fold();
}

void SwingSpectrum::fold() {
  std::array<double, kLongestTransform> work;
  std::array<std::complex<double>, kLongestTransform / 2 + 1> spectrum;
  const std::span<double> flat{work.data(), segment};
  std::copy_n(values.begin(), segment, flat.begin());
  flatten(flat);
  apply_hann(flat);
  transform_real(flat, spectrum);
  for (std::size_t k = 0; k <= segment / 2; ++k) power[k] += std::norm(spectrum[k]);
  ++segments;
  const std::size_t half = segment / 2;
  std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(half), half, values.begin());
  size = half;
  start_s += static_cast<double>(half) * period_s;
}

Swing SwingSpectrum::swing(double interval_s, std::span<const CommandedWave> commanded) const {
  Swing swing;
  const auto length = static_cast<double>(segment);
  const double bin_hz = 1 / (length * period_s);
  swing.update_interval_s = interval_s;
  swing.segments = segments;
  swing.low_hz = 2 * bin_hz;
  swing.high_hz = kBand / std::max(interval_s, period_s);
  if (n > 0) swing.mean_w = sum_w / static_cast<double>(n);
  if (std::isnan(interval_s)) {
    swing.high_hz = 0;
    swing.doubt = "the sensor's update interval is not known";
  } else if (segments == 0) {
    swing.doubt = "shorter than one segment";
  } else if (swing.high_hz <= swing.low_hz) {
    swing.doubt = "the sensor is too slow for any band";
  } else {
    PowerSpectrum spectrum{
        .power = {power.begin(), power.begin() + static_cast<std::ptrdiff_t>(segment / 2) + 1},
        .bin_hz = bin_hz,
        .threshold = line_threshold(static_cast<double>(segments), segment / 2),
        .watts2 = 4 / (length * length * 0.375),
        .sample_s = period_s,
        .update_s = std::max(interval_s, period_s)};
    for (double& value : spectrum.power) value /= static_cast<double>(segments);
    add_lines(swing, spectrum, commanded);
  }
  for (const CommandedWave& wave : commanded)
    if (wave.frequency_hz > swing.high_hz || wave.frequency_hz < swing.low_hz)
      swing.lines.push_back({.origin = SwingLine::Origin::commanded,
                             .frequency_hz = wave.frequency_hz,
                             .share = wave.share,
                             .source_hz = wave.frequency_hz});
  return swing;
}

}  // namespace assay
