#include <CLI/CLI.hpp>
#include <memory>

#include "cli/completion/script.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "reports/importers/importer.hpp"
#include "reports/profile.hpp"
#include "suites/registry.hpp"

namespace assay {
namespace {

/// What the manual cannot tell, as it grows with the files of the source tree.
completion::KnownWords known_words() {
  completion::KnownWords known;
  Registry registry;
  host::register_all(registry);
  for (const Test& test : registry.tests()) known["--only"].push_back(test.id);
  known["--skip"] = known["--only"];
  known["--profile"] = shipped_profiles();
  known["--what-if"] = known["--profile"];
  known["PROFILE"] = known["--profile"];
  known["TOOL"] = {"auto"};
  for (const Importer& importer : importers()) known["TOOL"].emplace_back(importer.tool);
  return known;
}

void add_completion(Program& program) {
  const auto shell = std::make_shared<std::string>();
  CLI::App& verb = program.verb("completion", [shell, &program] {
    write_output(program.console(), "", "-",
                 completion::script(*shell, completion::grammar(program.app(), known_words())));
    return ExitCode::pass;
  });
  verb.add_option("SHELL", *shell)->required()->check(CLI::IsMember(completion::shells()));
}

}  // namespace

ASSAY_VERB(add_completion);

}  // namespace assay
