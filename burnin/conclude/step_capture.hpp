#pragma once
#include <array>
#include <cstddef>
#include <limits>
#include <span>

#include "burnin/conclude/thermal.hpp"

namespace assay {

/// Keeps what a thermal fit needs of one phase of steps, in fixed memory: the stretch before the
/// first commanded edge, the steps, and the time after the last. When full, neighbours are averaged
/// in pairs. One capture per GPU and phase of steps.
struct StepCapture {
  static constexpr std::size_t kMost = 2048;
  static constexpr std::size_t kBefore = 512;  ///< samples kept before the first edge
  static constexpr double kAfter_s = 900;      ///< after the last edge the capture is complete
  static constexpr double kEdge = 0.05;        ///< change of the commanded level that is an edge

  std::array<ThermalSample, kMost> samples{};
  std::size_t size = 0;
  std::size_t stride = 1;   ///< ticks averaged in one sample
  std::size_t pending = 0;  ///< ticks in `sum`
  struct Sum {
    ThermalSample values{0, 0, 0, 0};
    std::size_t powers = 0, temperatures = 0, inlets = 0;
  } sum;
  double level = std::numeric_limits<double>::quiet_NaN();  ///< commanded last
  /// Since when power has been constant: the first tick, unless the caller knows better and says so
  /// before it.
  double quiet_since_s = std::numeric_limits<double>::quiet_NaN();
  double first_edge_s = -1, last_edge_s = -1;  ///< below 0: none yet
  double longest_dwell_s = 0;                  ///< after an edge
  double last_s = -1;
  bool throttled = false;
  bool went_back = false;  ///< time did not go on: the fit refuses

  /// One tick. `commanded` is the load's level, 0 to 1; `is_throttled`: any cause of lowered clocks
  /// other than idle, clock setting and sync boost.
  void add(const ThermalSample& tick, double commanded, bool is_throttled);
  [[nodiscard]] bool complete(double t_s) const {
    return last_edge_s >= 0 && t_s - last_edge_s > kAfter_s;
  }
  [[nodiscard]] std::span<const ThermalSample> kept() const { return {samples.data(), size}; }
  [[nodiscard]] StepConditions conditions() const;
  [[nodiscard]] ThermalFit fit() const;

 private:
  void note_edge(double t_s, double commanded);
  void push();
  void drop_oldest();
  void average_pairs();
};

}  // namespace assay
