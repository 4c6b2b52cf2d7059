#pragma once
#include <optional>
#include <string>
#include <vector>

#include "burnin/burn/safety.hpp"
#include "cli/run/arguments.hpp"
#include "cli/run/load_start.hpp"
#include "kernels/script.hpp"
#include "suites/runner/plan.hpp"
#include "suites/runner/scripted_node.hpp"
#include "suites/sweep.hpp"

namespace assay {

/// The options of `assay run`, understood.
struct RunOptions {
  PlanRequest plan;
  bool plan_only = false;
  std::string device;  ///< host, cuda or all
  std::string profile, site, out, events, format;
  std::int64_t seed = 1;
  DataKind data = DataKind::random;
  std::int64_t bytes = 0;
  std::optional<SweepBounds> sweep = {};
  int confirm = 0;
  bool fail_early = false;
  SafetyLimits safety;  ///< of a burn-in
  HallRules hall;       ///< of a burn-in of several nodes
  bool shared_gpus = false;
  std::vector<Injection> injections;
  std::optional<ScriptedNode> scripted_node;
  std::string root;                   ///< below which the files lie that describe the machine
  std::vector<std::string> injected;  ///< every departure from an honest run, for the report
};

/// Throws InputError naming the option whose value will not do. Reads the file of --script.
[[nodiscard]] RunOptions understand(const RunArguments& arguments);

}  // namespace assay
