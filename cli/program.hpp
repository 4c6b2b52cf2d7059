#pragma once
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"

namespace CLI {
class App;
}

namespace assay {

/// Where a verb prints: results for people and scripts to `out`, progress and log lines to `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool quiet = false;    ///< --quiet: nothing on `err` but errors
  bool verbose = false;  ///< --verbose
  bool progress = true;  ///< false with --no-progress
  bool out_is_terminal = false, err_is_terminal = false;
  bool colour = false;  ///< `out` is a terminal and NO_COLOR is not set
};

/// What verbs add themselves to. A verb is one file below cli/verbs/ that ends with
/// ASSAY_VERB(function), where `function(Program&)` adds its subcommand, its options and what to
/// do.
class Program {
 public:
  Program(CLI::App& app, Console& console) : app_(app), console_(console) {}

  /// A new subcommand. Its help is the section "## assay NAME" of docs/cli.md.
  CLI::App& verb(const std::string& name, std::function<ExitCode()> run);
  /// As verb(), but in no list: the program's own workers.
  CLI::App& hidden_verb(const std::string& name, std::function<ExitCode()> run);
  [[nodiscard]] Console& console() noexcept { return console_; }
  /// All verbs and options, once every verb has added itself.
  [[nodiscard]] const CLI::App& app() const noexcept { return app_; }
  [[nodiscard]] const std::function<ExitCode()>& chosen() const noexcept { return chosen_; }

 private:
  CLI::App& app_;
  Console& console_;
  std::function<ExitCode()> chosen_;
};

/// The whole program but for the process around it: parses, runs the verb, turns exceptions into
/// exit codes (InputError and wrong options 3, any other exception 4, each with one line on
/// `console.err`).
[[nodiscard]] int run_program(const std::vector<std::string>& arguments, Console& console);

#define ASSAY_VERB(function)                                      \
  void ASSAY_VERB_SYMBOL(Program& program) { function(program); } \
  static_assert(true, "require a trailing semicolon")

}  // namespace assay
