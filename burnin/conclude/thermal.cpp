#include "burnin/conclude/thermal.hpp"

#include <algorithm>
#include <array>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "burnin/conclude/least_squares.hpp"
#include "core/stats.hpp"

namespace assay {
namespace {

constexpr std::size_t kFewest = 40;
constexpr double kMostLost = 0.2;
constexpr double kLeastRise_k = 4;
constexpr double kShortest_s = 0.5, kLongest_s = 600;  // time constants that are looked for
constexpr double kQuantum_k = 0.05;  // nothing is known better than this before the first sample
constexpr double kBlockMisfit_k = 0.3, kBlockMisfit = 0.02;  // of the rise: residuals that matter
constexpr double kDrift = 0.02;                              // of the rise: a drift that matters
constexpr std::size_t kBlocks = 20;
constexpr double kDwell = 1.9;  // time constants: the ends of two are known to a few samples
constexpr double kSurely = 4;   // standard errors

/// The samples whose power is known; temperature above the inlet where that is read.
struct Rows {
  std::vector<double> t, power, temperature;
  std::size_t lost = 0;     ///< samples without a temperature
  std::size_t present = 0;  ///< rows with one
  bool above_inlet = false, monotonic = true;
};

bool has_inlet(std::span<const ThermalSample> samples) {
  const auto read = std::count_if(samples.begin(), samples.end(),
                                  [](const auto& sample) { return !std::isnan(sample.inlet_c); });
  return static_cast<std::size_t>(read) * 2 > samples.size();
}

Rows rows_of(std::span<const ThermalSample> samples) {
  Rows rows;
  rows.above_inlet = has_inlet(samples);
  double inlet = 0;
  if (rows.above_inlet)
    inlet = std::find_if(samples.begin(), samples.end(), [](const auto& sample) {
              return !std::isnan(sample.inlet_c);
            })->inlet_c;
  double last = -std::numeric_limits<double>::infinity();
  for (const ThermalSample& sample : samples) {
    rows.monotonic = rows.monotonic && sample.t_s > last && std::isfinite(sample.t_s);
    last = sample.t_s;
    if (rows.above_inlet && !std::isnan(sample.inlet_c)) inlet = sample.inlet_c;
    const bool read = std::isfinite(sample.temperature_c) && std::isfinite(sample.power_w);
    ++(read ? rows.present : rows.lost);
    if (!std::isfinite(sample.power_w)) continue;
    rows.t.push_back(sample.t_s);
    rows.power.push_back(sample.power_w);
    rows.temperature.push_back(read ? sample.temperature_c - inlet
                                    : std::numeric_limits<double>::quiet_NaN());
  }
  return rows;
}

/// Mean of up to four neighbours on either side.
std::vector<double> smoothed(const std::vector<double>& values) {
  constexpr std::size_t reach = 4;
  std::vector<double> smooth(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    double sum = 0;
    double n = 0;
    for (std::size_t j = i > reach ? i - reach : 0; j < std::min(values.size(), i + reach + 1); ++j)
      if (!std::isnan(values[j])) {
        sum += values[j];
        n += 1;
      }
    smooth[i] = n > 0 ? sum / n : std::numeric_limits<double>::quiet_NaN();
  }
  return smooth;
}

struct Extremes {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  [[nodiscard]] double range() const { return most - least; }
};

Extremes extremes(const std::vector<double>& values) {
  Extremes found;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    found.least = std::min(found.least, value);
    found.most = std::max(found.most, value);
  }
  return found;
}

/// Longest time between a step of power and the next step or the end.
double longest_dwell(const Rows& rows, const std::vector<double>& power, const Extremes& levels) {
  double longest = 0;
  std::optional<double> since;
  bool high = power.front() > levels.least + levels.range() / 2;
  for (std::size_t i = 0; i < power.size(); ++i) {
    const double share = (power[i] - levels.least) / levels.range();
    if (high ? share < 0.35 : share > 0.65) {
      if (since) longest = std::max(longest, rows.t[i] - *since);
      since = rows.t[i];
      high = !high;
    }
  }
  return since ? std::max(longest, rows.t.back() - *since) : 0;
}

/// Variance of one temperature by the differences of neighbours, which a slow response leaves out.
double noise_variance(const Rows& rows) {
  double sum = 0;
  double n = 0;
  for (std::size_t i = 1; i < rows.t.size(); ++i) {
    const double step = rows.temperature[i] - rows.temperature[i - 1];
    if (std::isnan(step)) continue;
    sum += step * step / 2;
    n += 1;
  }
  constexpr double rounding = 1.0 / 12;  // of whole degrees
  return std::max(n > 0 ? sum / n : 0, rounding);
}

/// The model, linear but for the time constant.
class Response {
 public:
  Response(const Rows& rows, double quiet_before_s)
      : rows_(rows),
        levels_(extremes(smoothed(rows.power))),
        rise_(extremes(smoothed(rows.temperature)).range()),
        variance_(noise_variance(rows)),
        quiet_before_s_(quiet_before_s) {
    const std::size_t first = std::min<std::size_t>(5, rows.power.size());
    for (std::size_t i = 0; i < first; ++i) start_ += rows.power[i] / static_cast<double>(first);
    double sum = 0;
    for (const double value : rows.temperature) sum += std::isnan(value) ? 0 : value;
    middle_ = sum / static_cast<double>(rows.present);
  }

  /// Per row: the power as the time constant smooths it, in steps from the middle level; and what
  /// is left of the state at the first row.
  struct Shape {
    std::vector<double> driven, left;
  };
  [[nodiscard]] Shape shape(double tau) const {
    Shape shape;
    shape.driven.reserve(rows_.t.size());
    shape.left.reserve(rows_.t.size());
    double state = start_;
    double left = 1;
    double elapsed = -1;
    double keep = 1;
    double late = 0;
    for (std::size_t i = 0; i < rows_.t.size(); ++i) {
      if (i > 0) {
        const double now = rows_.t[i] - rows_.t[i - 1];
        if (now != elapsed) {
          elapsed = now;
          keep = std::exp(-elapsed / tau);
          late = 1 - (1 - keep) * tau / elapsed;
        }
        // Exact for a power that runs straight from reading to reading.
        state = keep * state + (1 - keep - late) * rows_.power[i - 1] + late * rows_.power[i];
        left *= keep;
      }
      shape.driven.push_back((state - levels_.least) / step_w() - 0.5);
      shape.left.push_back(left);
    }
    return shape;
  }
  [[nodiscard]] double step_w() const { return levels_.range(); }
  [[nodiscard]] const Extremes& levels() const { return levels_; }
  [[nodiscard]] double middle() const { return middle_; }
  [[nodiscard]] const Rows& rows() const { return rows_; }

  /// How firmly the state at the first row is known to have settled, as a weight of it being 0.
  [[nodiscard]] double settled(double tau) const {
    const double unsettled = rise_ * std::exp(-quiet_before_s_ / tau) + kQuantum_k;
    return variance_ / (unsettled * unsettled);
  }

  /// Base, rise and first state for one time constant.
  [[nodiscard]] std::optional<LeastSquares<3>::Solution> solve(double tau) const {
    const Shape columns = shape(tau);
    LeastSquares<3> fit;
    for (std::size_t i = 0; i < rows_.t.size(); ++i)
      if (!std::isnan(rows_.temperature[i]))
        fit.add({1, columns.driven[i], columns.left[i]}, rows_.temperature[i] - middle_);
    fit.expect_zero(2, settled(tau));
    return fit.solve();
  }
  [[nodiscard]] double squares(double tau) const {
    const auto solution = solve(tau);
    return solution ? solution->squares : std::numeric_limits<double>::infinity();
  }

 private:
  const Rows& rows_;
  Extremes levels_;
  double rise_, variance_, quiet_before_s_;
  double start_ = 0, middle_ = 0;
};

/// The time constant of least squares, nothing if it lies at an end of what can be looked for.
std::optional<double> best_time_constant(const Response& response) {
  constexpr int steps = 40;
  const std::vector<double>& t = response.rows().t;
  const double from = std::log(kShortest_s);
  const double to = std::log(std::clamp(2 * (t.back() - t.front()), 2 * kShortest_s, kLongest_s));
  const auto squares = [&](double log_tau) { return response.squares(std::exp(log_tau)); };
  const auto at = [&](int i) { return from + (to - from) * i / steps; };
  int best = 0;
  double least = squares(at(0));
  for (int i = 1; i <= steps; ++i)
    if (const double now = squares(at(i)); now < least) {
      least = now;
      best = i;
    }
  if (best == 0 || best == steps || std::isinf(least)) return {};
  const auto found = boost::math::tools::brent_find_minima(squares, at(best - 1), at(best + 1), 24);
  return std::exp(found.first);
}

/// The model made linear in all it knows at its best, and a straight drift beside it.
struct Around {
  std::vector<double> residuals;
  std::vector<LeastSquares<5>::Row> rows;
  LeastSquares<4> model;
  LeastSquares<5> with_drift;
};

Around linearise(const Response& response, double tau, const LeastSquares<3>::Solution& best) {
  constexpr double nudge = 0.01;
  const Rows& rows = response.rows();
  const auto& [base, rise, first] = best.unknowns;
  const Response::Shape columns = response.shape(tau);
  const Response::Shape slower = response.shape(tau * (1 + nudge));
  const Response::Shape faster = response.shape(tau * (1 - nudge));
  const double span = rows.t.back() - rows.t.front();
  Around around;
  for (std::size_t i = 0; i < rows.t.size(); ++i) {
    if (std::isnan(rows.temperature[i])) continue;
    const double residual = rows.temperature[i] - response.middle() - base -
                            rise * columns.driven[i] - first * columns.left[i];
    const double by_tau =
        (rise * (slower.driven[i] - faster.driven[i]) + first * (slower.left[i] - faster.left[i])) /
        (2 * nudge);
    around.residuals.push_back(residual);
    around.model.add({1, columns.driven[i], columns.left[i], by_tau}, residual);
    around.rows.push_back(
        {1, columns.driven[i], columns.left[i], by_tau, (rows.t[i] - rows.t.front()) / span});
    around.with_drift.add(around.rows.back(), residual);
  }
  around.model.expect_zero(2, response.settled(tau));
  around.with_drift.expect_zero(2, response.settled(tau));
  return around;
}

/// What residuals do when they are looked at in blocks, where noise averages out.
struct Blocks {
  double misfit_k = 0;   ///< root mean square of their means
  double inflation = 1;  ///< their variance over what noise would leave
};

Blocks blocks_of(const std::vector<double>& residuals, double variance) {
  const std::size_t length = std::max<std::size_t>(4, residuals.size() / kBlocks);
  double squares = 0;
  double n = 0;
  for (std::size_t from = 0; from + length <= residuals.size(); from += length) {
    double sum = 0;
    for (std::size_t i = from; i < from + length; ++i) sum += residuals[i];
    squares += sum * sum / static_cast<double>(length * length);
    n += 1;
  }
  const double mean_square = squares / (n - 4);  // four unknowns follow what they can
  return {std::sqrt(mean_square),
          std::max(1.0, mean_square * static_cast<double>(length) / variance)};
}

double usual_step(const std::vector<double>& t) {
  return (t.back() - t.front()) / static_cast<double>(t.size() - 1);
}

double longest_gap(const std::vector<double>& t) {
  double longest = 0;
  for (std::size_t i = 1; i < t.size(); ++i) longest = std::max(longest, t[i] - t[i - 1]);
  return longest;
}

/// Variance of residuals of a model with so many unknowns.
double variance_of(const std::vector<double>& residuals, std::size_t unknowns) {
  double squares = 0;
  for (const double residual : residuals) squares += residual * residual;
  return squares / static_cast<double>(residuals.size() - unknowns);
}

struct Drift {
  double by_k = std::numeric_limits<double>::quiet_NaN();
  double error_k = by_k;
};

/// The straight drift that explains the residuals best, held against what it leaves.
Drift drift_of(const Around& around) {
  const auto solution = around.with_drift.solve();
  if (!solution) return {};
  std::vector<double> left = around.residuals;
  for (std::size_t i = 0; i < left.size(); ++i)
    for (std::size_t k = 0; k < 5; ++k) left[i] -= solution->unknowns[k] * around.rows[i][k];
  const double variance = variance_of(left, 5);
  const double inflated = variance * blocks_of(left, variance).inflation;
  return {solution->unknowns[4], std::sqrt(inflated * solution->inverse[4][4])};
}

struct Judged {
  ThermalFit fit;
  Blocks blocks;
  bool drifts = false;
};

std::optional<Judged> figures(const Response& response, double tau) {
  const auto best = response.solve(tau);
  if (!best) return {};
  const Around around = linearise(response, tau, *best);
  const auto spread = around.model.solve();
  if (!spread) return {};
  const double variance = variance_of(around.residuals, 4);
  Judged judged;
  judged.blocks = blocks_of(around.residuals, variance);
  const double inflated = variance * judged.blocks.inflation;
  ThermalFit& fit = judged.fit;
  fit.rise_k = best->unknowns[1];
  fit.resistance = fit.rise_k / response.step_w();
  fit.resistance_error = std::sqrt(inflated * spread->inverse[1][1]) / response.step_w();
  fit.time_constant_s = tau;
  // An edge of power lies anywhere between two samples.
  const double edge_s = usual_step(response.rows().t) / std::sqrt(12.0);
  fit.time_constant_error_s = std::hypot(tau * std::sqrt(inflated * spread->inverse[3][3]), edge_s);
  const double middle_w = (response.levels().least + response.levels().most) / 2;
  fit.base_c = response.middle() + best->unknowns[0] - fit.resistance * middle_w;
  fit.noise_c = std::sqrt(variance);
  fit.above_inlet = response.rows().above_inlet;
  const Drift drift = drift_of(around);
  fit.drift_k = drift.by_k;
  judged.drifts = std::abs(drift.by_k) > kSurely * drift.error_k &&
                  std::abs(drift.by_k) > kDrift * std::abs(fit.rise_k);
  return judged;
}

FitDoubt doubt_of(const Judged& judged, const Response& response, double dwell_s) {
  const ThermalFit& fit = judged.fit;
  const Rows& rows = response.rows();
  const double usual = usual_step(rows.t);
  const double tau = fit.time_constant_s;
  if (static_cast<double>(rows.lost) > kMostLost * static_cast<double>(rows.lost + rows.present) ||
      (longest_gap(rows.t) > tau / 2 && longest_gap(rows.t) > 3 * usual))
    return FitDoubt::lost_samples;
  if (usual > tau / 2) return FitDoubt::sampled_too_coarsely;
  if (fit.rise_k < kLeastRise_k) return FitDoubt::too_little_rise;
  if (dwell_s < kDwell * tau - 3 * fit.time_constant_error_s) return FitDoubt::dwell_too_short;
  const double misfit = std::max(kBlockMisfit_k, kBlockMisfit * fit.rise_k);
  if (judged.drifts || (judged.blocks.inflation > 3 && judged.blocks.misfit_k > misfit))
    return FitDoubt::residuals_not_noise;
  if (fit.resistance_error > kResistancePrecision * fit.resistance ||
      fit.time_constant_error_s > kTimeConstantPrecision * tau)
    return FitDoubt::imprecise;
  return FitDoubt::none;
}

ThermalFit refused(FitDoubt doubt) {
  ThermalFit fit;
  fit.doubt = doubt;
  return fit;
}

}  // namespace

std::string_view reason(FitDoubt doubt) noexcept {
  constexpr std::array<std::string_view, 12> reasons{
      "",
      "too few samples",
      "time did not go forward",
      "clocks were lowered within the step",
      "power did not step",
      "too many samples are missing",
      "no time constant explains the response",
      "samples are too far apart for so fast a response",
      "the temperature rose too little",
      "held for less than two time constants",
      "something other than power moved the temperature",
      "the noise leaves too much doubt"};
  return reasons[static_cast<std::size_t>(doubt)];
}

ThermalFit fit_step_response(std::span<const ThermalSample> samples,
                             const StepConditions& conditions) {
  const Rows rows = rows_of(samples);
  if (!rows.monotonic) return refused(FitDoubt::clock_not_monotonic);
  if (rows.present < kFewest) return refused(FitDoubt::too_few_samples);
  const Response response(rows, conditions.quiet_before_s);
  if (!(response.step_w() >= conditions.least_step_w)) return refused(FitDoubt::power_did_not_step);
  const auto tau = best_time_constant(response);
  const auto judged = tau ? figures(response, *tau) : std::nullopt;
  if (!judged)
    return refused(conditions.throttled ? FitDoubt::throttled : FitDoubt::no_time_constant);
  ThermalFit fit = judged->fit;
  const double dwell = conditions.dwell_s > 0
                           ? conditions.dwell_s
                           : longest_dwell(rows, smoothed(rows.power), response.levels());
  fit.doubt = conditions.throttled ? FitDoubt::throttled : doubt_of(*judged, response, dwell);
  return fit;
}

}  // namespace assay
