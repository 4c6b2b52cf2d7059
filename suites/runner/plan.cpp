#include "suites/runner/plan.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

#include "core/error.hpp"
#include "core/glob.hpp"
#include "suites/runner/played_by.hpp"

namespace assay {
namespace {

constexpr std::array<std::string_view, 6> kOrder{"system", "memory",     "compute",
                                                 "link",   "collective", "burnin"};

std::size_t rank_of_suite(std::string_view id) {
  const std::string_view suite = id.substr(0, id.find('.'));
  return static_cast<std::size_t>(std::find(kOrder.begin(), kOrder.end(), suite) - kOrder.begin());
}

/// The first of `globs` that matches, nullptr if none does.
const std::string* matching(const std::vector<std::string>& globs, const std::string& id) {
  const auto found = std::find_if(globs.begin(), globs.end(),
                                  [&](const std::string& glob) { return glob_matches(glob, id); });
  return found == globs.end() ? nullptr : &*found;
}

/// A glob that matches nothing is a slip of the pen, and the run would not be what was asked for.
void demand_matches(const std::vector<Offer>& offers, const std::vector<std::string>& globs,
                    const char* option) {
  for (const std::string& glob : globs) {
    const bool matches = std::any_of(offers.begin(), offers.end(), [&](const Offer& offer) {
      const auto& tests = offer.registry.tests();
      return std::any_of(tests.begin(), tests.end(),
                         [&](const Test& test) { return glob_matches(glob, test.id); });
    });
    if (!matches)
      throw InputError(option, 0, glob, "matches no test here; assay list shows their ids");
  }
}

/// Seconds that a test takes in such a run; 0 = it is not part of it.
double seconds_of(const Test& test, const Offer& offer, const PlanRequest& request) {
  return request.sweep ? test.spec.sweep_seconds
                       : seconds_at(test.spec, request.level, offer.device);
}

std::string not_part_of(const Test& test, const PlanRequest& request) {
  if (request.sweep) return "has nothing to sweep";
  const Seconds& seconds = test.spec.seconds;
  const bool of_no_level = seconds.quick + seconds.standard + seconds.burnin <= 0;
  return of_no_level && test.spec.sweep_seconds > 0
             ? "part of no level; --sweep measures it"
             : "not part of level " + std::string(name(request.level));
}

/// Why a test is not part of the run; empty if it is.
std::string reason_against(const Test& test, const Offer& offer, const PlanRequest& request) {
  const std::string& device = offer.device;
  if (!request.only.empty() && matching(request.only, test.id) == nullptr)
    return "not chosen by --only";
  if (const std::string* glob = matching(request.skip, test.id)) return "--skip " + *glob;
  if (test.gpu_only && (device == "host" || device == "mpi")) return "needs a GPU";
  if (test.spec.ranked && (device == "host" || device == "cuda"))
    return offer.why_alone.empty() ? "runs where there are several nodes (mpirun, srun) or GPUs"
                                   : "no other ranks: " + offer.why_alone;
  return seconds_of(test, offer, request) <= 0 ? not_part_of(test, request) : std::string();
}

/// Stretches or shrinks the planned times to the budget. A test that does not run on a device reads
/// what there is to read and gains nothing from more time.
class Scale {
 public:
  Scale(double fixed_s, double elastic_s, const PlanRequest& request) {
    const std::optional<double> budget =
        request.budget_s || request.sweep ? request.budget_s : level_budget_s(request.level);
    const double total = fixed_s + elastic_s;
    if (!budget || total <= 0) return;
    const double usable = *budget * kUsable;
    if (total > usable)
      fixed_ = elastic_ = usable / total;
    else if (request.budget_s && elastic_s > 0)
      elastic_ = (usable - fixed_s) / elastic_s;
  }
  [[nodiscard]] double operator()(const Test& test, double seconds) const {
    return seconds * (test.on_device ? elastic_ : fixed_);
  }

 private:
  double fixed_ = 1, elastic_ = 1;
};

struct Choice {
  const Test* test;
  const Offer* offer;
  std::size_t times;  ///< one after another
  double seconds;     ///< each time, before it is scaled to the budget
};

std::vector<MetricSpec> derived_of(const TestSpec& spec) {
  const bool any =
      std::any_of(spec.metrics.begin(), spec.metrics.end(), [](const MetricSpec& metric) {
        return metric.derived == Derived::per_watt || metric.derived == Derived::clock;
      });
  return any ? spec.metrics : std::vector<MetricSpec>{};
}

bool on_each(const Test& test) { return test.on_device && !test.spec.whole_node; }
bool gives_on_each(const Test& test) { return on_each(test) && !test.spec.each_port; }
bool in_turn(const Test& test, const Offer& offer) {
  return on_each(test) && !is_among_ranks(test, offer);
}

std::vector<Choice> choose(const std::vector<Offer>& offers, const PlanRequest& request,
                           std::vector<LeftOut>& left_out) {
  std::vector<Choice> chosen;
  for (const Offer& offer : offers)
    for (const Test& test : offer.registry.tests()) {
      std::string reason = reason_against(test, offer, request);
      if (reason.empty()) reason = burns_elsewhere(test, offer, offers);
      if (reason.empty())
        chosen.push_back({&test, &offer,
                          request.serial && in_turn(test, offer)
                              ? std::max<std::size_t>(offer.subjects.size(), 1)
                              : 1,
                          seconds_of(test, offer, request)});
      else
        left_out.push_back({test.id, offer.device, std::move(reason)});
    }
  const auto key = [](const Choice& choice) {
    return std::tuple(choice.test->spec.brackets_run, rank_of_suite(choice.test->id),
                      std::string_view(choice.test->id));
  };
  std::stable_sort(chosen.begin(), chosen.end(),
                   [&](const Choice& a, const Choice& b) { return key(a) < key(b); });
  return chosen;
}

/// Loads share the duration as their own times do.
void share_duration(std::vector<Choice>& chosen, double duration_s) {
  if (!(duration_s > 0)) throw InputError("--duration", 0, "", "must be longer than nothing");
  double sum = 0;
  for (const Choice& choice : chosen)
    if (choice.test->spec.in_stints) sum += choice.seconds;
  if (!(sum > 0)) throw InputError("--duration", 0, "", "there is no load in this run: burnin.*");
  for (Choice& choice : chosen)
    if (choice.test->spec.in_stints) choice.seconds *= duration_s / sum;
}

}  // namespace

std::optional<double> level_budget_s(Level level) noexcept {
  switch (level) {
    case Level::quick:
      return 60;
    case Level::standard:
      return 600;
    case Level::burnin:
      break;
  }
  return std::nullopt;
}

double timeout_for(double seconds) noexcept { return 15 + 3 * seconds; }

double planned_seconds(const Plan& plan) noexcept {
  double sum = 0;
  for (const PlannedTest& test : plan.tests) sum += test.seconds * static_cast<double>(test.times);
  return sum;
}

std::vector<std::string> ids_of(const Plan& plan) {
  std::vector<std::string> ids;
  for (const PlannedTest& test : plan.tests)
    if (std::find(ids.begin(), ids.end(), test.id) == ids.end()) ids.push_back(test.id);
  return ids;
}

bool gives(const Plan& plan, const PlannedTest& test, const std::string& subject) {
  const auto names = [&](const PlannedTest& candidate) {
    return std::find(candidate.subjects.begin(), candidate.subjects.end(), subject) !=
           candidate.subjects.end();
  };
  if (!test.subjects.empty()) return names(test);
  return std::none_of(plan.tests.begin(), plan.tests.end(), [&](const PlannedTest& other) {
    return other.id == test.id && names(other);
  });
}

Plan make_plan(const std::vector<Offer>& offers, const PlanRequest& request) {
  if (request.budget_s && !(*request.budget_s > 0))
    throw InputError("--budget", 0, "", "must be longer than nothing");
  demand_matches(offers, request.only, "--only");
  demand_matches(offers, request.skip, "--skip");

  Plan plan;
  std::vector<Choice> chosen = choose(offers, request, plan.left_out);
  if (request.duration_s) share_duration(chosen, *request.duration_s);
  const auto has_duration = [&](const Test& test) {
    return request.duration_s && test.spec.in_stints;
  };
  double fixed = 0;
  double elastic = 0;
  for (const Choice& choice : chosen)
    if (!has_duration(*choice.test))
      (choice.test->on_device ? elastic : fixed) +=
          choice.seconds * static_cast<double>(choice.times);
  const Scale scale(fixed, elastic, request);
  for (const Choice& choice : chosen) {
    const double seconds =
        has_duration(*choice.test) ? choice.seconds : scale(*choice.test, choice.seconds);
    plan.tests.push_back({.id = choice.test->id,
                          .device = choice.offer->device,
                          .seconds = seconds,
                          .timeout_s = request.timeout_s.value_or(timeout_for(seconds)),
                          .brackets_run = choice.test->spec.brackets_run,
                          .derived = derived_of(choice.test->spec),
                          .whole_node = choice.test->spec.whole_node,
                          .subjects = gives_on_each(*choice.test) ? choice.offer->subjects
                                                                  : std::vector<std::string>{},
                          .times = choice.times,
                          .ranked = is_among_ranks(*choice.test, *choice.offer),
                          .in_stints = choice.test->spec.in_stints,
                          .each_port = choice.test->spec.each_port});
  }
  return plan;
}

}  // namespace assay
