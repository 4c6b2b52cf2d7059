#include "cli/run/options.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>

#include "cli/amount.hpp"
#include "cli/run/sweep.hpp"
#include "cli/values.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& message) {
  throw InputError(option, 0, "", message);
}

std::optional<double> duration(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const double seconds = parse_duration(option, text);
  if (!(seconds > 0)) refuse(option, "must be longer than nothing");
  return seconds;
}

std::int64_t bytes_of(const std::string& text) {
  if (text.empty()) return 0;
  const std::uint64_t bytes = parse_size("--bytes", text);
  if (bytes == 0 || bytes > std::uint64_t{1} << 60) refuse("--bytes", "is out of range");
  return static_cast<std::int64_t>(bytes);
}

ScriptedNode scripted_node(const std::string& path) {
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) throw InputError(path, 0, "", "cannot be read (--script)");
  return read_scripted_node(text, path);
}

PlanRequest plan_request(const RunArguments& arguments) {
  const auto level = level_from_name(arguments.level);
  if (!level) refuse("--level", "must be quick, standard or burnin, not " + arguments.level);
  return {.level = *level,
          .only = arguments.only,
          .skip = arguments.skip,
          .budget_s = duration("--budget", arguments.budget),
          .timeout_s = duration("--timeout", arguments.timeout),
          .sweep = arguments.sweep,
          .serial = arguments.serial_gpus,
          .duration_s = duration("--duration", arguments.duration)};
}

SafetyLimits safety_limits(const RunArguments& arguments) {
  SafetyLimits limits;
  for (const std::string& text : arguments.abort_above) {
    const bool of_power = !text.empty() && (text.back() == 'W' || text.back() == 'w');
    (of_power ? limits.node_power_w : limits.temperature_c) =
        parse_amount("--abort-above", text, of_power ? Unit::watts : Unit::celsius);
  }
  return limits;
}

std::optional<double> watts(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const double value = parse_amount(option, text, Unit::watts);
  if (!(value > 0)) refuse(option, "must be more than nothing");
  return value;
}

HallRules hall_rules(const RunArguments& arguments) {
  HallRules rules{{.synchronised = arguments.synchronised,
                   .stagger_s = duration("--stagger", arguments.stagger),
                   .max_step_w = watts("--max-step", arguments.max_step)},
                  watts("--power-budget", arguments.power_budget)};
  if (rules.together.synchronised && (rules.together.stagger_s || rules.together.max_step_w))
    refuse("--synchronised", "cannot stand beside --stagger or --max-step");
  return rules;
}

DataKind data_kind(const std::string& text) {
  const auto data = data_from_name(text);
  if (!data) refuse("--data", "must be random, integer, zeros or ones, not " + text);
  return *data;
}

void demand_one_of(const std::string& option, const std::string& value,
                   const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  std::string known;
  for (const std::string& choice : choices) known += (known.empty() ? "" : ", ") + choice;
  refuse(option, "must be one of " + known + ", not " + value);
}

void add_faults(const RunArguments& arguments, RunOptions& options) {
  for (const std::string& text : arguments.inject) {
    options.injections.push_back(parse_injection(text));
    options.injected.push_back(text);
  }
  if (!arguments.script.empty()) {
    options.scripted_node = scripted_node(arguments.script);
    const std::vector<Injection>& faults = options.scripted_node->injections;
    options.injections.insert(options.injections.end(), faults.begin(), faults.end());
    options.injected.push_back("script: " + arguments.script);
  }
  if (options.root != "/") {
    if (!options.scripted_node) refuse("--root", "needs --script: real devices are where they are");
    options.injected.push_back("root: " + options.root);
  }
  if (options.shared_gpus) options.injected.emplace_back("shared GPUs");
  if (options.bytes != 0) options.injected.push_back("bytes: " + arguments.bytes);
}

}  // namespace

RunOptions understand(const RunArguments& arguments) {
  demand_one_of("--device", arguments.device, {"host", "cuda", "all"});
  demand_one_of("--format", arguments.format, {"text", "json"});
  if (arguments.seed < 0) refuse("--seed", "must not be negative");
  if (arguments.confirm < 0 || arguments.confirm > 100) refuse("--confirm", "must be 0 to 100");
  if (arguments.out == "-") refuse("--out", "a run keeps its report in a file");
  if (arguments.confirm > 0 && arguments.profile == "none")
    refuse("--confirm", "needs a profile: without limits none can fail");
  RunOptions options{.plan = plan_request(arguments),
                     .plan_only = arguments.plan,
                     .device = arguments.device,
                     .profile = arguments.profile,
                     .site = arguments.site,
                     .out = arguments.out,
                     .events = arguments.events,
                     .format = arguments.format,
                     .seed = arguments.seed,
                     .data = data_kind(arguments.data),
                     .bytes = bytes_of(arguments.bytes),
                     .sweep = sweep_bounds(arguments),
                     .confirm = arguments.confirm,
                     .fail_early = arguments.fail_early,
                     .safety = safety_limits(arguments),
                     .hall = hall_rules(arguments),
                     .shared_gpus = arguments.shared_gpus,
                     .root = arguments.root};
  add_faults(arguments, options);
  return options;
}

}  // namespace assay
