#include <CLI/CLI.hpp>
#include <memory>

#include "cli/output.hpp"
#include "cli/program.hpp"
#include "cli/run/nvml.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/identity.hpp"
#include "reports/render/plain.hpp"
#include "reports/writer.hpp"
#include "suites/machine/inventory.hpp"
#include "suites/runner/nvml_child.hpp"

namespace assay {
namespace {

std::string text(const Node& node) {
  std::string out;
  for (const IdentityBlock& block : identity(node)) {
    Aligned entries({Aligned::Side::left, Aligned::Side::left});
    for (const auto& [key, value] : block.entries) entries.add({key, value});
    out += plain(block.title) + '\n' + entries.text("  ");
  }
  return out;
}

ExitCode inventory(bool as_json, Console& console) {
  const HostFiles files;
  Node node = read_node(files);
  complete_by_nvml(node, files, nvml_program(files));
  write_output(console, "", "-", as_json ? to_json(node) + '\n' : text(node));
  return ExitCode::pass;
}

void add_inventory(Program& program) {
  const auto as_json = std::make_shared<bool>(false);
  CLI::App& verb = program.verb("inventory", [as_json, &console = program.console()] {
    return inventory(*as_json, console);
  });
  verb.add_flag("--json", *as_json);
}

}  // namespace

ASSAY_VERB(add_inventory);

}  // namespace assay
