#include <cmath>
#include <map>
#include <vector>

#include "core/stats.hpp"
#include "suites/compute/ballot.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// The hunt in one type: exact operands, whose digest is known, and random ones beside them, which
/// switch every bit of exponents and fractions.
class TypeHunt {
 public:
  TypeHunt(Exec& exec, Result& result, NumberType type, std::uint64_t seed)
      : exact_(exec, result, {type, DigestOperands::exact, seed, exec.digest().rounds()}),
        random_(exec, result, {type, DigestOperands::random, seed, exec.digest().rounds()}) {}

  double repeat() {
    seconds_.push_back(exact_.repeat() + random_.repeat());
    return seconds_.back();
  }
  [[nodiscard]] double operations() const { return exact_.operations() + random_.operations(); }
  [[nodiscard]] std::string type() const { return std::string(name(exact_.work().type)); }
  /// What came before was warm-up.
  void forget_times() { seconds_.clear(); }

  void conclude(Result& result) {
    std::vector<double> rates;
    rates.reserve(seconds_.size());
    for (const double seconds : seconds_) rates.push_back(operations() / seconds);
    result.metrics.push_back(sampled_metric("rate_" + type(), Unit::ops, Better::higher, rates));
    conclude(result, exact_, "digest_" + type());
    conclude(result, random_, "digest_random_" + type());
  }

  /// Adds to `missing` how often each unit did not do its work.
  void add_missing(std::map<std::size_t, std::size_t>& missing) const {
    for (const Ballot* ballot : {&exact_, &random_})
      for (const auto& [unit, times] : ballot->missing()) missing[unit] += times;
  }

 private:
  /// The digest stands among the facts, so that equal devices can be held against each other.
  static void conclude(Result& result, Ballot& ballot, const std::string& fact) {
    ballot.count();
    if (ballot.elected()) result.facts[fact] = text_of(*ballot.elected());
  }

  Ballot exact_, random_;
  std::vector<double> seconds_;
};

/// All types in turn, so that all of them are hunted in however short the time is.
class Hunts {
 public:
  Hunts(Exec& exec, Result& result, std::uint64_t seed)
      : most_(exec.faults().computes_time() ? 200 : 100'000) {
    hunts_.reserve(exec.digest().types().size());
    for (const NumberType type : exec.digest().types())
      hunts_.emplace_back(exec, result, type, seed);
  }

  /// Repeats until `budget` seconds of work are spent, warm-up included; true if that settled.
  bool run(double budget) {
    SteadyRule rule;
    for (std::size_t n = 0; n < kMostWarmUp && !rule.steady() && spent_ < budget / 3; ++n)
      rule.add(pass(budget));
    for (TypeHunt& hunt : hunts_) hunt.forget_times();
    while (seconds_.size() < kFewest || (spent_ < budget && seconds_.size() < most_))
      seconds_.push_back(pass(budget));
    return rule.steady();
  }

  void conclude(Result& result) {
    double operations = 0;
    for (const TypeHunt& hunt : hunts_) operations += hunt.operations();
    std::vector<double> rates;
    rates.reserve(seconds_.size());
    for (const double seconds : seconds_) rates.push_back(operations / seconds);
    result.metrics.push_back(sampled_metric("rate", Unit::ops, Better::higher, rates));
    std::string types;
    for (TypeHunt& hunt : hunts_) {
      hunt.conclude(result);
      types += (types.empty() ? "" : " ") + hunt.type();
    }
    result.params["types"] = types;
    result.params["repeats"] = static_cast<std::int64_t>(repeats_);
  }

  /// A unit that was not hunted must not look like a healthy one.
  void demand_all(Exec& exec, Result& result) const {
    std::map<std::size_t, std::size_t> missing;
    for (const TypeHunt& hunt : hunts_) hunt.add_missing(missing);
    if (missing.empty() || !result.defects.empty()) return;
    const auto& [unit, times] = *missing.begin();
    result.outcome = Outcome::error;
    result.reason = exec.digest().unit_name(unit) + " was given no work " + std::to_string(times) +
                    " times; units that were passed over: " + std::to_string(missing.size());
  }

 private:
  static constexpr std::size_t kMostWarmUp = 50, kFewest = 3;

  double pass(double budget) {
    double seconds = 0;
    for (TypeHunt& hunt : hunts_) seconds += hunt.repeat();
    spent_ += std::isfinite(seconds) ? seconds : budget;
    ++repeats_;
    return seconds;
  }

  std::size_t most_;  ///< passes; where time is pretended, its end may be far off
  std::vector<TypeHunt> hunts_;
  std::vector<double> seconds_;  ///< of each pass after warm-up
  double spent_ = 0;
  std::size_t repeats_ = 0;
};

void digest(Exec& exec, const Context& context, Results& results) {
  if (exec.digest().types().empty()) return results.skip(exec.digest().kernel());
  Result& result = results.device();
  Hunts hunts(exec, result, context.seed);
  const double budget = 0.8 * context.seconds;
  exec.begin_series(budget);
  result.steady = hunts.run(budget);
  hunts.conclude(result);
  hunts.demand_all(exec, result);
  result.params["rounds"] = static_cast<std::int64_t>(exec.digest().rounds());
  result.params["units"] = static_cast<std::int64_t>(exec.digest().units());
  result.facts["kernel"] = exec.digest().kernel();
  result.facts["isa"] = exec.facts().isa;
}

}  // namespace

ASSAY_TEST(digest,
           .summary =
               "the same work on every unit, compared by vote and with the right answer: "
               "silent corruption",
           .seconds = {.quick = 3, .standard = 60, .burnin = 600},
           .gpu_seconds = Seconds{.quick = 10, .standard = 60, .burnin = 600},
           .metrics = {{"rate", Unit::ops},
                       {"rate_fp64", Unit::ops},
                       {"rate_fp32", Unit::ops},
                       {"rate_tf32", Unit::ops},
                       {"rate_fp16", Unit::ops},
                       {"rate_bf16", Unit::ops},
                       {"rate_fp8_e4m3", Unit::ops}},
           .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
