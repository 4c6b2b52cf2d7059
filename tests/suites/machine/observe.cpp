#include "tests/suites/machine/observe.hpp"

#include <array>
#include <cstddef>
#include <sstream>

#include "suites/registry.hpp"

namespace assay {
namespace {

constexpr double kRun_s = 3600;

/// The system tests never touch the device; they are handed one because all tests are.
/// At the start of a run only those are run that bracket it.
void run_all(const HostFiles& files, bool opening, std::map<std::string, Counters>& counters,
             Clock& clock, std::vector<Result>& all) {
  Registry registry;
  host::register_all(registry);
  alignas(std::max_align_t) static std::array<std::byte, 64> none{};
  for (const auto& test : registry.tests()) {
    if (!test.id.starts_with("system.") || (opening && !test.spec.brackets_run)) continue;
    Results results(test.id, {});
    const Context context{.run_started_wall_s = fakes::HostTree::kNow_s - kRun_s,
                          .files = files,
                          .clock = clock,
                          .counters = counters[test.id]};
    test.run(*reinterpret_cast<Device*>(none.data()), context, results);
    for (Result& result : results.take()) all.push_back(std::move(result));
  }
}

std::string text_of(const std::optional<double>& value) {
  if (!value) return "?";
  std::ostringstream text;
  text.precision(10);
  text << *value;
  return text.str();
}

}  // namespace

std::vector<Result> observe(const HostFiles& files, const std::function<void()>& during) {
  SimulatedClock clock(fakes::HostTree::kNow_s);
  std::map<std::string, Counters> counters;
  std::vector<Result> discarded;
  run_all(files, true, counters, clock, discarded);
  for (auto& [test, opened] : counters) opened = Counters(opened.readings(), kRun_s);
  if (during) during();
  std::vector<Result> results;
  run_all(files, false, counters, clock, results);
  return results;
}

std::vector<Result> observe(const Change& before, const Change& during) {
  fakes::HostTree tree;
  tree.install_nvml();
  if (before) before(tree);
  return observe(tree.files(), [&] {
    if (during) during(tree);
  });
}

Readings flatten(const std::vector<Result>& results) {
  Readings readings;
  for (const Result& result : results) {
    const std::string about = result.test + "|" + label(result.subject) + "|";
    readings[about + "outcome"] = result.absent ? "absent" : std::string(name(result.outcome));
    for (const Metric& metric : result.metrics)
      readings[about + metric.name] = text_of(metric.value);
  }
  return readings;
}

Readings difference(const Readings& healthy, const Readings& broken) {
  Readings changed;
  for (const auto& [key, value] : healthy) {
    const auto found = broken.find(key);
    if (found == broken.end())
      changed[key] = "-";
    else if (found->second != value)
      changed[key] = found->second;
  }
  for (const auto& [key, value] : broken)
    if (!healthy.contains(key)) changed[key] = value;
  return changed;
}

Readings all_of(const Readings& readings, const std::string& prefix, const std::string& value) {
  Readings chosen;
  for (const auto& [key, old] : readings)
    if (key.starts_with(prefix)) chosen[key] = value;
  return chosen;
}

}  // namespace assay
