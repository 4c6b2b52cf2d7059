#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "cli/modules.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/json_values.hpp"
#include "reports/render/quantity.hpp"
#include "suites/registry.hpp"

namespace assay {
namespace {

using Side = Aligned::Side;

/// "memory" of "memory.read".
std::string suite_of(const Test& test) { return test.id.substr(0, test.id.find('.')); }

std::map<std::string, std::vector<const Test*>> by_suite(const Registry& registry) {
  std::map<std::string, std::vector<const Test*>> suites;
  for (const Test& test : registry.tests()) suites[suite_of(test)].push_back(&test);
  return suites;
}

std::string_view where(const Test& test) {
  if (!test.on_device) return "node";
  if (test.gpu_only) return test.spec.whole_node ? "GPUs" : "GPU";
  return test.spec.whole_node ? "devices" : "device";
}

std::string seconds(double value) { return value > 0 ? quantity(value, Unit::seconds) : "-"; }

std::string text(const Registry& registry, const std::vector<Module>& modules) {
  Aligned tests({Side::left, Side::left, Side::right, Side::right, Side::right, Side::left});
  tests.add({"test", "on", "quick", "standard", "burnin", "measures"});
  for (const auto& [suite, members] : by_suite(registry))
    for (const Test* test : members)
      tests.add({test->id, std::string(where(*test)), seconds(test->spec.seconds.quick),
                 seconds(test->spec.seconds.standard), seconds(test->spec.seconds.burnin),
                 test->spec.summary});
  Aligned table({Side::left, Side::left, Side::left, Side::left});
  table.add({"module", "usable", "file", "state"});
  for (const Module& module : modules)
    table.add({module.name, module.usable ? "yes" : "no", module.path, module.state});
  return tests.text() + '\n' + table.text();
}

Json value(const Test& test) {
  Json out = Json::object();
  out["id"] = test.id;
  out["summary"] = test.spec.summary;
  out["on"] = where(test);
  out["seconds"] = {{"quick", test.spec.seconds.quick},
                    {"standard", test.spec.seconds.standard},
                    {"burnin", test.spec.seconds.burnin}};
  out["metrics"] = Json::array();
  for (const MetricSpec& metric : test.spec.metrics)
    out["metrics"].push_back({{"name", metric.name},
                              {"unit", symbol(metric.unit)},
                              {"better", metric.better == Better::higher ? "higher" : "lower"}});
  return out;
}

std::string json(const Registry& registry, const std::vector<Module>& modules) {
  Json out = Json::object();
  out["suites"] = Json::array();
  for (const auto& [suite, members] : by_suite(registry)) {
    Json tests = Json::array();
    for (const Test* test : members) tests.push_back(value(*test));
    out["suites"].push_back({{"name", suite}, {"tests", tests}});
  }
  out["modules"] = Json::array();
  for (const Module& module : modules)
    out["modules"].push_back({{"name", module.name},
                              {"file", module.path},
                              {"usable", module.usable},
                              {"state", module.state}});
  return dumped(out, 1) + '\n';
}

ExitCode list(bool as_json, Console& console) {
  Registry registry;
  host::register_all(registry);
  const std::vector<Module> found = modules(HostFiles());
  write_output(console, "", "-", as_json ? json(registry, found) : text(registry, found));
  return ExitCode::pass;
}

void add_list(Program& program) {
  const auto as_json = std::make_shared<bool>(false);
  CLI::App& verb = program.verb(
      "list", [as_json, &console = program.console()] { return list(*as_json, console); });
  verb.add_flag("--json", *as_json);
}

}  // namespace

ASSAY_VERB(add_list);

}  // namespace assay
