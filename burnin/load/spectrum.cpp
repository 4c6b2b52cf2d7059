#include "burnin/load/spectrum.hpp"

#include <cmath>
#include <complex>
#include <numbers>

namespace assay {
namespace {

/// c_k of one period of `shape`.
std::complex<double> coefficient(const Shape& shape, double period_s, double k) {
  using std::numbers::pi;
  const std::complex<double> turn(0, -2 * pi * k);
  std::complex<double> sum;
  for (double t = 0; t < period_s;) {
    const double edge = std::min(shape.next_edge(t).value_or(period_s), period_s);
    sum += shape.level(t) * (std::exp(turn * (edge / period_s)) - std::exp(turn * (t / period_s)));
    t = edge;
  }
  return sum / turn;
}

}  // namespace

std::vector<CommandedLine> commanded_lines(const Load& load, double t_s, std::size_t most) {
  if (!(t_s >= 0) || t_s >= load.seconds()) return {};
  const auto [phase, t] = load.at(t_s);
  const double frequency = phase.shape.frequency_hz(t);
  if (!(frequency > 0)) return {};
  const double period_s = 1 / frequency;
  // Around one time a sweep is a square wave.
  const Shape shape = phase.shape.period_s() ? phase.shape : Shape::training(period_s, 0.5);
  std::vector<CommandedLine> lines;
  for (int k = 1; lines.size() < most && k <= 1000; ++k) {
    const double amplitude = 2 * phase.target * std::abs(coefficient(shape, period_s, k));
    if (amplitude >= 1e-9) lines.push_back({k * frequency, amplitude});
  }
  return lines;
}

}  // namespace assay
