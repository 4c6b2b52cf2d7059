#pragma once
#include <cstdint>
#include <optional>

namespace assay {

// What hours under load prove of the mean time between failures (MTBF). Devices are taken to fail
// independently and at a constant rate, which holds between infancy and wear; the test ends at a
// time, not at a failure. Then failures are Poisson distributed, and bounds are quantiles of
// chi-squared. Source: B. Epstein, "Estimation from life test data", Technometrics 2 (1960);
// NIST/SEMATECH e-Handbook of Statistical Methods, sections 8.2.3 and 8.4.5. Times are in seconds,
// summed over devices. Every function throws Error where an argument makes no sense: a time or
// number below 0, a probability that is not between 0 and 1.

/// Devices under load for so long in all, and how often one of them failed.
struct LifeTest {
  double device_s = 0;
  std::int64_t failures = 0;
  friend bool operator==(const LifeTest&, const LifeTest&) = default;
};

/// The likeliest MTBF, device_s / failures; nothing without a failure.
[[nodiscard]] std::optional<double> mtbf_estimate(const LifeTest& test);

/// The MTBF is at least this with that confidence (one-sided): 2 T / chi2(C; 2 r + 2).
[[nodiscard]] double mtbf_lower_bound(const LifeTest& test, double confidence);

/// The MTBF is at most this with that confidence (one-sided): 2 T / chi2(1 - C; 2 r). Nothing
/// without a failure: no time without one refutes a claim.
[[nodiscard]] std::optional<double> mtbf_upper_bound(const LifeTest& test, double confidence);

/// Time under load, over all devices, that shows `mtbf_s` if `failures` happen in it.
[[nodiscard]] double device_seconds_for(double mtbf_s, std::int64_t failures, double confidence);

/// Time under load without another failure until `test` shows `mtbf_s`; 0 if it does already.
[[nodiscard]] double device_seconds_to_go(const LifeTest& test, double mtbf_s, double confidence);

/// The MTBF that devices must really have so that a test of `device_s` sees at most
/// `test.failures` with that probability. Devices that are just as good as a claim pass its test
/// hardly ever (with probability 1 - C).
[[nodiscard]] double mtbf_that_passes(const LifeTest& test, double probability);

}  // namespace assay
