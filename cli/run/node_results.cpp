#include <poll.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "burnin/load/catalog.hpp"
#include "cli/fabric/mpi.hpp"
#include "cli/fabric/ports.hpp"
#include "cli/run/burn_view.hpp"
#include "cli/run/node_run.hpp"

// How a node comes to the results of each kind of test.

namespace assay {
namespace {

Result not_measured(const PlannedTest& test, std::int64_t attempt, const std::string& why) {
  Result result;
  result.test = test.id;
  result.attempt = attempt;
  result.outcome = Outcome::error;
  result.reason = why;
  return result;
}

/// The same load, each device alone.
PlannedTest without_ranks(PlannedTest test) {
  test.device = test.device == kMpi ? "host" : "cuda";
  test.ranked = false;
  return test;
}

}  // namespace

std::optional<std::vector<Result>> NodeRun::results_of(const PlannedTest& test,
                                                       std::int64_t attempt) {
  if (test.in_stints) return burn(test, attempt);
  if (test.variants.empty()) return results_of_one(test, attempt);
  std::vector<Result> all;
  for (const PlannedTest& one : each_variant(test)) {
    const std::optional<std::vector<Result>> results = results_of_one(one, attempt);
    if (!results) return std::nullopt;
    all.push_back(result_on_port(one, *results));
  }
  return all;
}

std::optional<std::vector<Result>> NodeRun::results_of_one(const PlannedTest& test,
                                                           std::int64_t attempt) {
  if (!test.ranked) return runner_->carry_out(test, attempt, opening_of(test));
  const std::optional<std::string> against = fabric_->prepare(test);
  if (!against) return std::nullopt;
  if (!against->empty()) return std::vector{not_measured(test, attempt, *against)};
  std::optional<std::vector<Result>> results = runner_->carry_out(test, attempt, std::nullopt);
  if (results) fabric_->note(test, *results);
  return results;
}

bool NodeRun::wait_until(double until_s) {
  constexpr double kTick_s = 0.1;
  while (clock_.now_s() < until_s) {
    const double wait_s = std::min(until_s - clock_.now_s(), kTick_s);
    pollfd stop{stop_.fd(), POLLIN, 0};
    if (poll(&stop, 1, static_cast<int>(std::max(wait_s, 0.0) * 1e3) + 1) > 0) return false;
    progress_.tick(clock_.now_s() - began_s_);
  }
  return true;
}

/// Sums make all nodes step together, whatever their starts: that is for the user to want.
std::optional<std::string> NodeRun::against_sums(const PlannedTest& test) {
  if (run_.place.size > 1 && !run_.options.hall.together.synchronised)
    return "sums over several nodes make them step together: --synchronised";
  return fabric_->prepare(test);
}

std::optional<std::vector<Result>> NodeRun::burn(const PlannedTest& planned, std::int64_t attempt) {
  std::optional<std::string> alone = "";
  if (planned.ranked) alone = against_sums(planned);
  if (!alone) return std::nullopt;
  const PlannedTest test = alone->empty() ? planned : without_ranks(planned);
  const Legs before = legs_of(report_, test.id, attempt);
  const auto forget = [&] { drop_leg(report_, test.id, attempt, before.count + 1); };
  BurnParts parts{.runner = *runner_,
                  .watcher = *watcher_,
                  .clock = clock_,
                  .safety = run_.options.safety,
                  .power_limit_w = run_.acceptance.power_limit_w(),
                  .devices = {},
                  .wait = [this](double until_s) { return wait_until(until_s); },
                  .meet = [&] { return fabric_->prepare(test); },
                  .met = [&](const std::vector<Result>& results) { fabric_->note(test, results); },
                  .keep =
                      [&](std::vector<Result> so_far) {
                        forget();
                        std::move(so_far.begin(), so_far.end(),
                                  std::back_inserter(report_.results));
                        keep_events();
                        save();
                      }};
  for (const Post& post : run_.crews.at(test.device).posts)
    parts.devices.push_back(post.device.subject);
  std::optional<LoadStart> start = start_of(
      load_of_test(test.id, test.seconds).value_or(soak_load(test.seconds)),
      leg_start_s(before.played_s, test.seconds),
      power_of(*watcher_, parts.devices, clock_.now_s()), run_.options.hall, fabric_.get(), clock_);
  if (!start) return std::nullopt;
  if (!start->refusal.empty()) return std::vector{not_measured(test, attempt, start->refusal)};
  if (!alone->empty()) start->facts["collective"] = "none: " + *alone;
  burn_ = std::make_unique<LoadRun>(std::move(parts), test, *start, before.count + 1, attempt);
  progress_.set_details([this, planned_s = test.seconds] {
    return burn_details(burn_->burn().now(), burn_->position_s(), planned_s);
  });
  std::optional<std::vector<Result>> results = burn_->play();
  progress_.set_details({});
  if (run_.place.size > 1)
    powers_.insert_or_assign(test.id, std::make_unique<SharedPower>(burn_->burn().shared_power()));
  burn_.reset();
  if (results) forget();  // it stands among the results as a whole now
  return results;
}

/// All nodes ask in the same order, that of the plan.
std::vector<HallLoad> NodeRun::hall_loads() {
  std::vector<HallLoad> loads;
  for (const PlannedTest& test : run_.plan.tests) {
    if (!test.in_stints) continue;
    const auto own = powers_.find(test.id);
    HallLoad& load = loads.emplace_back();
    load.test = test.id;
    load.started_wall_s = run_.started_wall_s;
    load.power = fabric_->sum_power(own == powers_.end() ? nullptr : own->second.get());
    const std::optional<Load> played = load_of_test(test.id, test.seconds);
    if (played && run_.options.hall.together.synchronised) load.waves = waves_of(*played);
  }
  return loads;
}

}  // namespace assay
