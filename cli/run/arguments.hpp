#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace assay {

/// The options of `assay run` as they were typed.
struct RunArguments {
  std::string level = "quick", data = "random", device = "all", profile = "auto", format = "text";
  std::string budget, timeout, duration, stagger, max_step, power_budget, site, out, resume, events;
  std::vector<std::string> only, skip, inject, abort_above;
  bool sweep = false;
  std::string sizes;                           ///< of the sweep
  std::vector<std::string> types, reductions;  ///< of the sweep
  std::int64_t seed = 1;
  int confirm = 0;
  bool synchronised = false, plan = false, fail_early = false, serial_gpus = false,
       shared_gpus = false;
  /// For tests: scripted devices, memory that each test takes, files that describe the machine.
  std::string script, bytes, root = "/";
};

/// Adds the options to a verb; parsing writes into `arguments`, which must outlive `app`.
void add_run_options(CLI::App& app, RunArguments& arguments);

/// The arguments of a run that is to be resumed with `given`: everything that decides what is
/// measured comes from the command line `recorded` in the report `source`; how it is shown comes
/// from `given`. `typed` is the verb that `given` was parsed with. Throws InputError for an option
/// that would change the run.
[[nodiscard]] RunArguments resumed_arguments(const std::vector<std::string>& recorded,
                                             const std::string& source, const RunArguments& given,
                                             const CLI::App& typed);

}  // namespace assay
