#include "burnin/conclude/swing_lines.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

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

SwingLine measure(const PowerSpectrum& spectrum, std::size_t peak, double floor) {
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

bool is_skirt(const PowerSpectrum& spectrum, std::size_t k) {
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
void explain(SwingLine& line, const PowerSpectrum& spectrum, double high_hz,
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

}  // namespace

double PowerSpectrum::floor_at(std::size_t k) const {
  constexpr std::size_t near = 3;
  constexpr std::size_t far = 24;
  std::vector<double> around;
  for (std::size_t i = k > far + 2 ? k - far : 2; i < std::min(power.size() - 1, k + far); ++i)
    if (i + near < k || i > k + near) around.push_back(power[i]);
  return median(std::move(around));
}

double line_threshold(double segments, std::size_t bins) {
  const double averages = segments > 1 ? segments / kOverlapLoss : 1;
  const double chance = kFalseAlarm / static_cast<double>(bins);
  return boost::math::gamma_q_inv(averages, chance) / boost::math::gamma_p_inv(averages, 0.5);
}

void add_lines(Swing& swing, const PowerSpectrum& spectrum,
               std::span<const CommandedWave> commanded) {
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

}  // namespace assay
