#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/program.hpp"
#include "suites/registry.hpp"

namespace assay {
namespace {

ExitCode list(Console& console) {
  Registry registry;
  host::register_all(registry);
  for (const Test& test : registry.tests())
    console.out << test.id << "  " << test.spec.summary << '\n';
  return ExitCode::pass;
}

void add_list(Program& program) {
  program.verb("list", [&console = program.console()] { return list(console); });
}

}  // namespace

ASSAY_VERB(add_list);

}  // namespace assay
