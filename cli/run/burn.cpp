#include "cli/run/burn.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "burnin/load/catalog.hpp"
#include "burnin/load/spectrum.hpp"

namespace assay {
namespace {

/// What a kill costs at most, and what a checkpoint waits for.
constexpr double kLongestStint_s = 60;
constexpr double kShortestStint_s = 0.2;
constexpr double kLeastStint_s = kShortestStint_s / 2;  ///< of the last one: less is left out
constexpr double kStints = 10;                          ///< of a short load at least

double longest_stint_s(double load_s) {
  return std::clamp(load_s / kStints, kShortestStint_s, kLongestStint_s);
}

std::vector<PhaseSpan> phases_of(const Load& load) {
  std::vector<PhaseSpan> spans;
  spans.reserve(load.phases().size());
  double begin_s = 0;
  for (const Phase& phase : load.phases()) {
    spans.push_back({phase.shape.describe(), begin_s, begin_s + phase.seconds});
    begin_s += phase.seconds;
  }
  return spans;
}

BurnSetup setup_of(const BurnParts& parts, const PlannedTest& test, const LoadStart& start,
                   std::int64_t leg) {
  BurnSetup setup{.test = test.id,
                  .devices = parts.devices,
                  .safety = parts.safety,
                  .leg = leg,
                  .facts = start.facts,
                  .power_limit_w = parts.power_limit_w,
                  .wall_ahead_s = start.clock_ahead_s};
  if (const std::optional<Load> load = load_of_test(test.id, test.seconds)) {
    setup.commanded = [load](double t_s) { return load->level(t_s); };
    setup.waves = waves_of(*load);
    setup.phases = phases_of(*load);
  }
  return setup;
}

std::vector<Result> not_carried_out(const std::vector<Subject>& devices, const std::string& why) {
  std::vector<Result> results(devices.size());
  for (std::size_t i = 0; i < devices.size(); ++i) {
    results[i].subject = devices[i];
    results[i].outcome = Outcome::error;
    results[i].reason = why;
  }
  return results;
}

/// Where the ranks that played a stint together left it; none where it was not played so. Every
/// node must go on from there, or one would begin a stint that the others take for the last.
std::optional<double> common_end(std::vector<Result>& results) {
  std::optional<double> end_s;
  for (Result& result : results) {
    const auto left_at = result.facts.find(kLeftAt);
    if (left_at == result.facts.end()) continue;
    end_s = std::max(end_s.value_or(0), std::strtod(left_at->second.c_str(), nullptr));
    result.facts.erase(left_at);
  }
  return end_s;
}

}  // namespace

std::vector<CommandedWave> waves_of(const Load& load) {
  std::vector<CommandedWave> waves;
  double begin_s = 0;
  for (const Phase& phase : load.phases()) {
    const double mean = load.busy_seconds(begin_s, begin_s + phase.seconds) / phase.seconds;
    for (const CommandedLine& line : commanded_lines(load, begin_s + phase.seconds / 2))
      waves.push_back({line.hertz, mean > 0 ? phase.target * line.amplitude / mean : 0});
    begin_s += phase.seconds;
  }
  return waves;
}

double leg_start_s(double played_s, double load_s) {
  return std::max(std::min(played_s, load_s - longest_stint_s(load_s)), 0.0);
}

LoadRun::LoadRun(BurnParts parts, const PlannedTest& test, const LoadStart& start, std::int64_t leg,
                 std::int64_t attempt)
    : parts_(std::move(parts)),
      test_(test),
      attempt_(attempt),
      start_s_(start.played_s),
      began_s_(parts_.clock.now_s() + start.epoch_wall_s - parts_.clock.wall_s() - start_s_),
      began_wall_s_(start.epoch_wall_s - start_s_),
      burn_(setup_of(parts_, test, start, leg)) {
  parts_.watcher.listen([this](const Watcher::Heard& heard) {
    const double t_s = heard.at_s - began_s_;
    if (t_s >= start_s_) burn_.hear(t_s, parts_.clock.wall_s(), heard.sensors, heard.events);
  });
}

LoadRun::~LoadRun() { parts_.watcher.listen({}); }

double LoadRun::position_s() const { return std::max(parts_.clock.now_s() - began_s_, start_s_); }

PlannedTest LoadRun::stint_at(double from_s) const {
  PlannedTest stint = test_;
  stint.seconds = std::clamp(test_.seconds - from_s, kLeastStint_s, longest_stint_s(test_.seconds));
  stint.timeout_s = timeout_for(stint.seconds);
  stint.stint = Stint{from_s, test_.seconds, began_wall_s_};
  return stint;
}

std::vector<Result> LoadRun::so_far(const std::string& ended_by) const {
  std::vector<Result> results = burn_.conclude(position_s(), ended_by);
  const double began_s = parts_.runner.on_run_clock(began_s_);
  for (Result& result : results) {
    result.attempt = attempt_;
    result.began_s = began_s;
    result.elapsed_s = position_s();
  }
  return results;
}

/// Ranks that cannot be readied cost the stint, as ranks that are lost in it do.
std::optional<std::vector<Result>> LoadRun::carry_out(const PlannedTest& stint) {
  if (!stint.ranked) return parts_.runner.carry_out(stint, attempt_, std::nullopt);
  const std::optional<std::string> against = parts_.meet();
  if (!against) return std::nullopt;
  std::optional<std::vector<Result>> results;
  if (against->empty())
    results = parts_.runner.carry_out(stint, attempt_, std::nullopt);
  else
    results = not_carried_out(parts_.devices, *against);
  if (results) parts_.met(*results);
  return results;
}

void LoadRun::take(std::vector<Result> results, double from_s) {
  left_at_s_ = common_end(results);
  for (Result& result : results) {
    const auto carried = result.facts.find(kCarried);
    if (carried == result.facts.end()) continue;
    test_.carried[label(result.subject)] = carried->second;
    result.facts.erase(carried);
  }
  burn_.stint(results, from_s, position_s() - from_s);
  burn_.ended(parts_.runner.ended());
}

std::optional<std::vector<Result>> LoadRun::play() {
  constexpr double kReady_s = 0.5;  // a worker that is there in time waits for the rest itself
  if (!parts_.wait(began_s_ + start_s_ - kReady_s)) return std::nullopt;
  std::string ended_by = kPlannedEnd;
  double from_s = position_s();
  bool any_taken = false;  // a leg without a stint has nothing to tell
  // Once at least: a leg that a busy machine let begin late has something to tell, too, and of
  // ranks that play together none may stay away.
  do {
    const auto results = carry_out(stint_at(from_s));
    const std::string danger = burn_.danger();
    if (results) take(*results, from_s);
    any_taken = any_taken || results;
    if (!danger.empty()) {
      ended_by = kSafetyStop + danger;
      break;
    }
    if (!results) {
      if (any_taken) parts_.keep(so_far(kInterrupted));
      return std::nullopt;
    }
    if (burn_.hopeless()) {
      ended_by = "no device carries the load any more";
      break;
    }
    parts_.keep(so_far(kUnderWay));
    from_s = left_at_s_.value_or(position_s());
  } while (test_.seconds - from_s > kLeastStint_s);
  return so_far(ended_by);
}

}  // namespace assay
