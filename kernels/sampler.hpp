#pragma once
#include <cstddef>
#include <functional>
#include <vector>

#include "core/units.hpp"

namespace assay {

/// Times a number of back-to-back calls: by the steady clock on a host, by events behind a gate on
/// a GPU.
class Stopwatch {
 public:
  Stopwatch() = default;
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  virtual ~Stopwatch() = default;
  /// Seconds that `calls` calls of `body` took together, each doing `cost`; returns when they are
  /// done.
  [[nodiscard]] virtual double time(std::size_t calls, const std::function<void()>& body,
                                    const Cost& cost) = 0;
};

/// How long and how finely to sample.
struct SampleSpec {
  double seconds = 0.5;         ///< to spend on warm-up and samples together
  double window_s = 1e-3;       ///< a sample lasts at least this long: many short calls make one
  std::size_t min_samples = 3;  ///< taken even if that outlasts `seconds`
  std::size_t max_samples = 2000;
};

/// What sampling gave. Every sample is kept, in the order taken.
struct Sampled {
  std::vector<double> seconds;  ///< of one call: a window's time over its calls
  std::size_t calls = 1;        ///< per window
  bool steady = false;          ///< warm-up settled before sampling began
};

/// Warms up until steady (at most a third of the time), then samples until the time is spent.
[[nodiscard]] Sampled take_samples(Stopwatch& stopwatch, const SampleSpec& spec, const Cost& cost,
                                   const std::function<void()>& body);

/// Decides when warm-up is over: the median of the last `kWindow` times is within 2 % of the one
/// before. Fed with numbers, so that it can be tested with numbers.
class SteadyRule {
 public:
  void add(double seconds) { seconds_.push_back(seconds); }
  [[nodiscard]] bool steady() const;

 private:
  static constexpr std::size_t kWindow = 3;
  std::vector<double> seconds_;
};

/// Rates of `amount` per call (bytes, operations), one a sample.
[[nodiscard]] std::vector<double> rates(const Sampled& sampled, double amount);

}  // namespace assay
