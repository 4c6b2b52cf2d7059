#include "burnin/hours/mtbf.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

#include "core/error.hpp"

namespace assay {
namespace {

void check(bool makes_sense, const char* what) {
  if (!makes_sense) throw Error(what);
}

void check(const LifeTest& test) {
  check(std::isfinite(test.device_s) && test.device_s >= 0, "a time under load is not below 0");
  check(test.failures >= 0, "a number of failures is not below 0");
}

double chi_squared(double probability, std::int64_t degrees) {
  check(probability > 0 && probability < 1, "a probability lies between 0 and 1");
  return boost::math::quantile(boost::math::chi_squared(static_cast<double>(degrees)), probability);
}

}  // namespace

std::optional<double> mtbf_estimate(const LifeTest& test) {
  check(test);
  if (test.failures == 0) return std::nullopt;
  return test.device_s / static_cast<double>(test.failures);
}

double mtbf_lower_bound(const LifeTest& test, double confidence) {
  check(test);
  return 2 * test.device_s / chi_squared(confidence, 2 * test.failures + 2);
}

std::optional<double> mtbf_upper_bound(const LifeTest& test, double confidence) {
  check(test);
  if (test.failures == 0) return std::nullopt;
  return 2 * test.device_s / chi_squared(1 - confidence, 2 * test.failures);
}

double device_seconds_for(double mtbf_s, std::int64_t failures, double confidence) {
  check(std::isfinite(mtbf_s) && mtbf_s > 0, "an MTBF is above 0");
  check(LifeTest{0, failures});
  return mtbf_s * chi_squared(confidence, 2 * failures + 2) / 2;
}

double device_seconds_to_go(const LifeTest& test, double mtbf_s, double confidence) {
  check(test);
  return std::max(0.0, device_seconds_for(mtbf_s, test.failures, confidence) - test.device_s);
}

double mtbf_that_passes(const LifeTest& test, double probability) {
  check(test);
  return 2 * test.device_s / chi_squared(1 - probability, 2 * test.failures + 2);
}

}  // namespace assay
