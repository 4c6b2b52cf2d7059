#include <CLI/CLI.hpp>
#include <memory>

#include "cli/output.hpp"
#include "cli/program.hpp"
#include "reports/catalogue/pages/view.hpp"

namespace assay {
namespace {

struct ErrorsArguments {
  std::string id;  ///< "" = all
  std::string format = "text";
  std::string out = "-";
};

ExitCode errors(const ErrorsArguments& arguments, Console& console) {
  const CatalogueView view =
      arguments.id.empty() ? whole_catalogue() : one_of_catalogue(arguments.id);
  const std::string text = arguments.format == "json"       ? catalogue_json(view)
                           : arguments.format == "markdown" ? catalogue_markdown(view)
                                                            : catalogue_text(view);
  write_output(console, "", arguments.out, text);
  return ExitCode::pass;
}

void add_errors(Program& program) {
  const auto arguments = std::make_shared<ErrorsArguments>();
  CLI::App& verb = program.verb(
      "errors", [arguments, &console = program.console()] { return errors(*arguments, console); });
  verb.add_option("ID", arguments->id);
  verb.add_option("--format", arguments->format)
      ->check(CLI::IsMember({"text", "json", "markdown"}));
  verb.add_option("-o,--out", arguments->out);
}

}  // namespace

ASSAY_VERB(add_errors);

}  // namespace assay
