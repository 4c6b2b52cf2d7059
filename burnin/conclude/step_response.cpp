#include "burnin/conclude/step_response.hpp"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <limits>

namespace assay {
namespace {

constexpr double kShortest_s = 0.5, kLongest_s = 600;  // time constants that are looked for
constexpr double kQuantum_k = 0.05;  // nothing is known better than this before the first sample

}  // namespace

StepResponse::StepResponse(const StepRows& rows, double quiet_before_s)
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

StepResponse::Shape StepResponse::shape(double tau) const {
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

double StepResponse::settled(double tau) const {
  const double unsettled = rise_ * std::exp(-quiet_before_s_ / tau) + kQuantum_k;
  return variance_ / (unsettled * unsettled);
}

std::optional<LeastSquares<3>::Solution> StepResponse::solve(double tau) const {
  const Shape columns = shape(tau);
  LeastSquares<3> fit;
  for (std::size_t i = 0; i < rows_.t.size(); ++i)
    if (!std::isnan(rows_.temperature[i]))
      fit.add({1, columns.driven[i], columns.left[i]}, rows_.temperature[i] - middle_);
  fit.expect_zero(2, settled(tau));
  return fit.solve();
}

double StepResponse::squares(double tau) const {
  const auto solution = solve(tau);
  return solution ? solution->squares : std::numeric_limits<double>::infinity();
}

std::optional<double> best_time_constant(const StepResponse& response) {
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

}  // namespace assay
