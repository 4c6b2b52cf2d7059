#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>

#include "core/clock.hpp"
#include "core/units.hpp"
#include "kernels/sampler.hpp"
#include "kernels/script.hpp"

namespace assay {

/// What a verification shall find wrong, planted just before it looks.
enum class Corruption { none, flip_bit, nan, stuck_bit };

/// True if timed calls take what is computed from their cost.
[[nodiscard]] bool computes_time(const Script& script) noexcept;

/// Carries out the faults of a Script in one test; without faults it changes nothing.
class Faults {
 public:
  explicit Faults(const Script& script) : script_(script) {}
  [[nodiscard]] const Script& script() const noexcept { return script_; }

  /// Hangs, crashes, aborts or ends the process, if the script says so; throws Error if the device
  /// is gone. Called once where a test starts, before the device is opened.
  void strike() const;
  /// What to plant before the next verification.
  [[nodiscard]] Corruption next_corruption();
  /// A new series of samples begins that shall take `seconds` in all: droop is spread over it.
  void begin_samples(double seconds);
  /// The time that the scripted device takes for `calls` calls whose measured time was
  /// `measured_s`. Throws Error if the device leaves the bus meanwhile.
  [[nodiscard]] double distorted(double measured_s, std::size_t calls, const Cost& cost);
  /// True if times are computed from cost / rate: then `body` needs to run only once a window.
  [[nodiscard]] bool computes_time() const noexcept { return assay::computes_time(script_); }
  /// Throws Error if the script has a fault in a unit that a device of `units` units lacks: a fault
  /// that cannot be planted must not look like one that was not found.
  void demand_units(std::size_t units) const;

 private:
  [[nodiscard]] double computed_s(const Cost& cost) const;
  Script script_;
  std::uint64_t verifications_ = 0;
  double planned_s_ = 0, spent_s_ = 0;
};

/// A stopwatch whose device misbehaves as its Faults say; `clock` passes the time that a scripted
/// device pretends to take.
class FaultyStopwatch final : public Stopwatch {
 public:
  FaultyStopwatch(Stopwatch& real, Faults& faults, Clock& clock)
      : real_(real), faults_(faults), clock_(clock) {}
  [[nodiscard]] double time(std::size_t calls, const std::function<void()>& body,
                            const Cost& cost) override;

 private:
  Stopwatch& real_;
  Faults& faults_;
  Clock& clock_;
};

}  // namespace assay
