#include "burnin/conclude/swing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/stats.hpp"

namespace assay {
namespace {

constexpr double kFalseAlarm = 1e-4;  // that noise alone shows a line anywhere in a spectrum
constexpr double kLeast = 0.005;      // of the mean: smaller lines are no swing
constexpr int kMostHarmonic = 15;
constexpr double kNear = 1.5;               // bins: two lines are the same
constexpr std::size_t kSkirt = 8;           // bins that a strong line may leak into
constexpr double kLeak = 300;               // a line weaker by this near a strong one is its skirt
constexpr double kOverlapLoss = 19.0 / 18;  // variance of averages of Hann segments that overlap by
                                            // half: correlation 1/6 of neighbours' values

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

/// A finished spectrum, and what is needed to find lines in it.
struct Spectrum {
  std::vector<double> power;  ///< mean squared magnitudes
  double bin_hz;
  double threshold;  ///< of a bin over its neighbours' median
  double watts2;     ///< amplitude squared per sum of power over a line
  double sample_s, update_s;

  [[nodiscard]] double floor_at(std::size_t k) const {
    constexpr std::size_t near = 3;
    constexpr std::size_t far = 24;
    std::vector<double> around;
    for (std::size_t i = k > far + 2 ? k - far : 2; i < std::min(power.size() - 1, k + far); ++i)
      if (i + near < k || i > k + near) around.push_back(power[i]);
    return median(std::move(around));
  }
};

/// How far a bin of noise, averaged over `segments`, stays above its median.
double line_threshold(double segments, std::size_t bins) {
  const double averages = segments > 1 ? segments / kOverlapLoss : 1;
  const double chance = kFalseAlarm / static_cast<double>(bins);
  return boost::math::gamma_q_inv(averages, chance) / boost::math::gamma_p_inv(averages, 0.5);
}

SwingLine measure(const Spectrum& spectrum, std::size_t peak, double floor) {
  double sum = 0;
  double moment = 0;
  for (std::size_t k = peak - 2; k <= std::min(peak + 2, spectrum.power.size() - 1); ++k) {
    const double above = std::max(0.0, spectrum.power[k] - floor);
    sum += above;
    moment += above * static_cast<double>(k);
  }
  SwingLine line;
  line.frequency_hz = moment / sum * spectrum.bin_hz;
  line.amplitude_w = std::sqrt(sum * spectrum.watts2);
  return line;
}

bool is_skirt(const Spectrum& spectrum, std::size_t k) {
  const std::size_t from = k > kSkirt + 2 ? k - kSkirt : 2;
  const std::size_t to = std::min(spectrum.power.size(), k + kSkirt + 1);
  const auto begin = spectrum.power.begin();
  const double strongest = *std::max_element(begin + static_cast<std::ptrdiff_t>(from),
                                             begin + static_cast<std::ptrdiff_t>(to));
  return strongest > kLeak * spectrum.power[k];
}

/// Where a wave shows that is read every `sample_s`.
double image(double frequency_hz, double sample_s) {
  const double cycles = frequency_hz * sample_s;
  return std::abs(cycles - std::round(cycles)) / sample_s;
}

/// Names what a line comes from: a commanded wave within the band first, the image of one beyond it
/// next.
void explain(SwingLine& line, const Spectrum& spectrum, double high_hz,
             std::span<const CommandedWave> commanded) {
  const double near_hz = kNear * spectrum.bin_hz;
  for (const bool beyond : {false, true})
    for (const CommandedWave& wave : commanded)
      for (int h = 1; h <= kMostHarmonic; ++h) {
        const double source = h * wave.frequency_hz;
        if ((source > high_hz) != beyond || source <= 0) continue;
        const bool matches =
            beyond ? std::abs(image(source, spectrum.sample_s) - line.frequency_hz) < near_hz ||
                         std::abs(image(source, spectrum.update_s) - line.frequency_hz) < near_hz
                   : std::abs(source - line.frequency_hz) < near_hz;
        if (!matches) continue;
        line.origin = beyond ? SwingLine::Origin::alias : SwingLine::Origin::measured;
        line.source_hz = source;
        return;
      }
}

void add_lines(Swing& swing, const Spectrum& spectrum, std::span<const CommandedWave> commanded) {
  const std::vector<double>& power = spectrum.power;
  const auto last = static_cast<std::size_t>(swing.high_hz / spectrum.bin_hz);
  for (std::size_t k = 2; k <= last && k + 1 < power.size(); ++k) {
    if (power[k] <= power[k - 1] || power[k] < power[k + 1] || is_skirt(spectrum, k)) continue;
    const double floor = spectrum.floor_at(k);
    if (power[k] <= spectrum.threshold * floor) continue;
    SwingLine line = measure(spectrum, k, floor);
    line.share = line.amplitude_w / swing.mean_w;
    if (!(std::abs(line.share) >= kLeast)) continue;
    explain(line, spectrum, swing.high_hz, commanded);
    swing.lines.push_back(line);
  }
  std::sort(swing.lines.begin(), swing.lines.end(),
            [](const SwingLine& a, const SwingLine& b) { return a.amplitude_w > b.amplitude_w; });
  for (const SwingLine& line : swing.lines)
    if (line.origin == SwingLine::Origin::measured)
      swing.largest_w = std::max(swing.largest_w, line.amplitude_w);
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
    Spectrum spectrum{{power.begin(), power.begin() + static_cast<std::ptrdiff_t>(segment / 2) + 1},
                      bin_hz,
                      line_threshold(static_cast<double>(segments), segment / 2),
                      4 / (length * length * 0.375),
                      period_s,
                      std::max(interval_s, period_s)};
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

void SwingSpectrum::merge(const SwingSpectrum& later) {
  if (later.period_s != period_s || later.segment != segment)
    throw Error("spectra of different period or segment do not merge");
  for (std::size_t k = 0; k < power.size(); ++k) power[k] += later.power[k];
  segments += later.segments;
  cut += later.cut + (size > 0 ? 1 : 0);
  sum_w += later.sum_w;
  n += later.n;
  start_s = later.start_s;
  size = later.size;
  values = later.values;
}

}  // namespace assay
