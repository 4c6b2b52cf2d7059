#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "suites/registry.hpp"
#include "suites/runner/process.hpp"
#include "suites/spec.hpp"

namespace assay {

/// What a run shall consist of.
struct PlanRequest {
  Level level = Level::quick;
  std::vector<std::string> only, skip;  ///< globs on ids; no `only` = every test
  std::optional<double> budget_s;       ///< of the whole run; absent = what the level allows
  std::optional<double> timeout_s;      ///< hard, of every test; absent = timeout_for()
  bool sweep = false;                   ///< tests that can sweep do, and no others run
  bool serial = false;                  ///< devices of a kind one after another, not all at once
  std::optional<double> duration_s;     ///< of all loads of a burn-in together; absent = their own
};

/// The tests that one kind of device can carry out. `registry` must outlive the planning.
struct Offer {
  std::string device;  ///< "host", "cuda"
  const Registry& registry;
  /// Labels of its devices, on each of which a test gives a result; empty for the host, whose tests
  /// say themselves what they are about.
  std::vector<std::string> subjects = {};
  /// Why there are no other ranks for tests that need them; "" = there is nothing to tell.
  std::string why_alone = {};
};

/// One of several ways to carry out a test, each in workers of its own.
struct Variant {
  std::string name;          ///< Context::variant
  Variables environment;     ///< that they are started with
  std::string against = {};  ///< why it cannot be done on this node; "" = it can
};

struct PlannedTest {
  std::string id, device;
  double seconds = 0;    ///< it should take about this long
  double timeout_s = 0;  ///< after this long its worker is killed
  bool brackets_run = false;
  /// All that the spec declares, where the runner has some of them to add; else empty.
  std::vector<MetricSpec> derived = {};
  bool whole_node = false;  ///< once, on all devices of its kind together
  std::vector<std::string> subjects =
      {};                           ///< labels of what it must give results on; empty = not known
  std::size_t times = 1;            ///< how often it runs, one after another
  bool ranked = false;              ///< together with other ranks
  bool in_stints = false;           ///< a load of hours, carried out as a chain of jobs
  std::optional<Stint> stint = {};  ///< the one that the next job is
  std::map<std::string, std::string> carried = {};  ///< Stint::carried, by label of the subject
  bool each_port = false;                           ///< as its spec says
  std::vector<Variant> variants = {};  ///< carried out in all of these; none = as it is
  Variant variant = {};                ///< the one of them that is to be carried out now
};

/// A test that is not part of the run.
struct LeftOut {
  std::string id, device, reason;
};

/// Every test of the offers is in exactly one of the two lists.
struct Plan {
  std::vector<PlannedTest> tests;  ///< in the order in which they run
  std::vector<LeftOut> left_out;
};

/// Chooses, orders and times tests. Order: tests that bracket the run last, since their second
/// reading ends it; else by suite (system, memory, compute, link, collective, burnin), then by id.
/// Their planned times add up to at most kUsable of the budget; a budget of the user's also
/// stretches tests that run on a device. Loads of a burn-in run on GPUs where there are any, share
/// `duration_s` as their own times do, and are no part of a budget then. Throws InputError for a
/// glob that matches no test at all, for a budget or duration that is not positive, and for a
/// duration of no load.
[[nodiscard]] Plan make_plan(const std::vector<Offer>& offers, const PlanRequest& request);

/// The share of a budget that tests may plan with; the rest is for starting workers and writing the
/// report.
inline constexpr double kUsable = 0.9;

/// What a level allows a whole run without a budget of its own; nothing for burn-in.
[[nodiscard]] std::optional<double> level_budget_s(Level level) noexcept;

/// How long a test that should take `seconds` may take before it counts as hung: generous, for a
/// slow machine is to be measured, not killed.
[[nodiscard]] double timeout_for(double seconds) noexcept;

/// How long the run should take. Devices that are tested at once count once.
[[nodiscard]] double planned_seconds(const Plan& plan) noexcept;

/// Every id once, in the order of the plan: one test may run on several kinds of device.
[[nodiscard]] std::vector<std::string> ids_of(const Plan& plan);

/// Did `test`, and not one of the same id on another kind of device, give a result on the subject
/// of that label?
[[nodiscard]] bool gives(const Plan& plan, const PlannedTest& test, const std::string& subject);

}  // namespace assay
