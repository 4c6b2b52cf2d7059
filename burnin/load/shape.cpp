#include "burnin/load/shape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/number_text.hpp"

namespace assay {
namespace {

double demand(bool good, double value, const char* what) {
  if (!good || !std::isfinite(value)) throw Error(std::string("a load cannot have ") + what);
  return value;
}

/// One that is later whatever rounding does.
double after(double t_s, double edge_s) noexcept {
  return edge_s > t_s ? edge_s : std::nextafter(t_s, std::numeric_limits<double>::infinity());
}

}  // namespace

Shape Shape::soak() noexcept { return {Kind::soak, 0, 0}; }

Shape Shape::ramp(double seconds) {
  return {Kind::ramp, demand(seconds > 0, seconds, "a ramp that takes no time"), 0};
}

Shape Shape::pulse(double period_s, double duty) {
  demand(period_s >= kShortestPeriod_s && period_s <= kLongestPeriod_s, period_s,
         "pulses of a period that is not 10 ms to 60 s");
  demand(duty > 0 && duty < 1, duty, "pulses without a duty between 0 and 1");
  return {Kind::pulse, period_s, period_s * duty};
}

Shape Shape::step(double dwell_s) {
  demand(dwell_s > 0, dwell_s, "steps that take no time");
  return {Kind::step, 3 * dwell_s, dwell_s};
}

Shape Shape::sweep(double from_hz, double to_hz, double seconds) {
  demand(seconds > 0, seconds, "a sweep that takes no time");
  demand(from_hz > 0, from_hz, "a sweep from no frequency");
  demand(to_hz > from_hz, to_hz, "a sweep that does not rise");
  Shape shape(Kind::sweep, seconds, 0);
  shape.from_hz_ = from_hz;
  shape.to_hz_ = to_hz;
  return shape;
}

Shape Shape::training(double step_s, double compute_share) {
  demand(step_s > 0, step_s, "training steps that take no time");
  demand(compute_share > 0 && compute_share < 1, compute_share,
         "training steps whose share of computing is not between 0 and 1");
  return {Kind::training, step_s, step_s * compute_share};
}

std::string_view Shape::name() const noexcept {
  switch (kind_) {
    case Kind::soak:
      return "soak";
    case Kind::ramp:
      return "ramp";
    case Kind::pulse:
      return "pulse";
    case Kind::step:
      return "step";
    case Kind::sweep:
      return "sweep";
    case Kind::training:
      break;
  }
  return "training";
}

std::string Shape::describe() const {
  std::string name(this->name());
  switch (kind_) {
    case Kind::soak:
      return name;
    case Kind::ramp:
      return name + " over " + number_text(period_s_) + " s";
    case Kind::step:
      return name + "s of " + number_text(high_s_) + " s at 0, 50 and 100 %";
    case Kind::sweep:
      return name + " from " + number_text(from_hz_) + " to " + number_text(to_hz_) + " Hz over " +
             number_text(period_s_) + " s";
    case Kind::pulse:
    case Kind::training:
      break;
  }
  return name + " of " + number_text(period_s_) + " s, " + number_text(100 * high_s_ / period_s_) +
         " % of it";
}

/// The number of the period that `t_s` is in, by the very products that edges are made of: so an
/// edge belongs to what it begins, however it was rounded.
double Shape::cycle_at(double t_s) const noexcept {
  double cycle = std::floor(t_s / period_s_);
  if (start_of(cycle + 1) <= t_s) ++cycle;
  if (start_of(cycle) > t_s) --cycle;
  return cycle;
}

double Shape::periodic_level(double t_s) const noexcept {
  const double start = start_of(cycle_at(t_s));
  if (kind_ != Kind::step) return t_s < start + high_s_ ? 1 : 0;
  if (t_s < start + high_s_) return 0;
  return t_s < start + 2 * high_s_ ? 0.5 : 1;
}

double Shape::edge_in_cycle(double cycle, double t_s) const noexcept {
  const double start = start_of(cycle);
  if (t_s < start + high_s_) return start + high_s_;
  if (kind_ == Kind::step && t_s < start + 2 * high_s_) return start + 2 * high_s_;
  return start_of(cycle + 1);
}

/// When the sweep's k-th half wave begins. By second t it has made from_hz (e^(g t) - 1) / g waves,
/// where e^(g period) = to_hz / from_hz; here that is turned round.
double Shape::sweep_edge(double k) const noexcept {
  const double growth = std::log(to_hz_ / from_hz_) / period_s_;
  const double waves = k / 2;
  const double in_sweep = (to_hz_ - from_hz_) / growth;
  if (waves <= in_sweep) return std::log1p(waves * growth / from_hz_) / growth;
  return period_s_ + (waves - in_sweep) / to_hz_;
}

/// How many half waves have begun by `t_s`, less one.
double Shape::sweep_edges_until(double t_s) const noexcept {
  const double growth = std::log(to_hz_ / from_hz_) / period_s_;
  const double waves = t_s <= period_s_ ? from_hz_ * std::expm1(growth * t_s) / growth
                                        : (to_hz_ - from_hz_) / growth + to_hz_ * (t_s - period_s_);
  double k = std::floor(2 * waves);
  if (sweep_edge(k + 1) <= t_s) ++k;
  if (sweep_edge(k) > t_s) --k;
  return k;
}

double Shape::level(double t_s) const noexcept {
  if (!(t_s >= 0)) return 0;
  switch (kind_) {
    case Kind::soak:
      return 1;
    case Kind::ramp:
      return std::min(t_s / period_s_, 1.0);
    case Kind::sweep:
      return std::fmod(sweep_edges_until(t_s), 2) == 0 ? 1 : 0;
    case Kind::pulse:
    case Kind::step:
    case Kind::training:
      break;
  }
  return periodic_level(t_s);
}

std::optional<double> Shape::next_edge(double t_s) const noexcept {
  if (kind_ == Kind::ramp) return std::nullopt;
  if (t_s < 0 && kind_ != Kind::step) return 0;  // a staircase begins with its lowest step
  if (kind_ == Kind::soak) return std::nullopt;
  const double t = std::max(t_s, 0.0);
  if (kind_ == Kind::sweep) return after(t, sweep_edge(sweep_edges_until(t) + 1));
  return after(t, edge_in_cycle(cycle_at(t), t));
}

std::optional<double> Shape::period_s() const noexcept {
  if (kind_ == Kind::soak || kind_ == Kind::ramp || kind_ == Kind::sweep) return std::nullopt;
  return period_s_;
}

double Shape::integral(double from_s, double to_s) const noexcept {
  double t = std::max(from_s, 0.0);
  if (!(to_s > t)) return 0;
  if (kind_ == Kind::soak) return to_s - t;
  if (kind_ == Kind::ramp) {
    const double in_ramp = std::min(to_s, period_s_);
    const double rising = t < in_ramp ? (in_ramp * in_ramp - t * t) / (2 * period_s_) : 0;
    return rising + std::max(to_s - std::max(t, period_s_), 0.0);
  }
  double sum = 0;
  if (const auto period = period_s(); period && to_s - t > *period) {
    const double cycles = std::floor((to_s - t) / *period);
    sum = cycles * (kind_ == Kind::step ? 1.5 : 1) * high_s_;
    t += cycles * *period;
  }
  while (t < to_s) {
    const double edge = std::min(next_edge(t).value_or(to_s), to_s);
    sum += level(t) * (edge - t);
    t = edge;
  }
  return sum;
}

double Shape::frequency_hz(double t_s) const noexcept {
  if (const auto period = period_s()) return 1 / *period;
  if (kind_ != Kind::sweep || t_s < 0) return 0;
  return from_hz_ * std::pow(to_hz_ / from_hz_, std::min(t_s / period_s_, 1.0));
}

}  // namespace assay
