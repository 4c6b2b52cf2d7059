#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/gate/text.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "cli/values.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "reports/certificate/admit.hpp"
#include "reports/certificate/guarded_file.hpp"
#include "reports/certificate/sequence.hpp"

namespace assay {
namespace {

struct AdmitArguments {
  std::string certificate, trust_folder, least_sequence, state, root = "/", max_list_age;
  std::string format = "text";
  std::vector<std::string> trust, revoked, profiles;
  bool same_driver = false;
};

/// "NAME" or "NAME@HASH".
AllowedProfile allowed_profile(const std::string& text) {
  const std::size_t at = text.find('@');
  if (at == std::string::npos) return {text, ""};
  constexpr std::size_t digits = 64;
  AllowedProfile allowed{text.substr(0, at), text.substr(at + 1)};
  if (allowed.hash.size() != digits ||
      allowed.hash.find_first_not_of("0123456789abcdef") != std::string::npos)
    throw InputError("", 0, "--profile", "\"" + text + "\" is not NAME@HASH: write sha256sum's");
  return allowed;
}

AdmissionRules rules_of(const AdmitArguments& arguments) {
  AdmissionRules rules{.same_driver = arguments.same_driver, .now_wall_s = SystemClock().wall_s()};
  if (arguments.trust.empty() && arguments.trust_folder.empty())
    throw InputError("", 0, "--trust",
                     "is needed, or --trust-dir: a node must know whom it believes");
  for (const std::string& path : arguments.trust) rules.trust.add_file(path);
  if (!arguments.trust_folder.empty()) rules.trust.add_folder(arguments.trust_folder);
  for (const std::string& text : arguments.profiles)
    rules.profiles.push_back(allowed_profile(text));
  if (!arguments.least_sequence.empty())
    rules.least_sequence =
        parse_sequence(read_guarded(arguments.least_sequence), arguments.least_sequence);
  if (!arguments.max_list_age.empty())
    rules.lists_max_age_s = parse_duration("--max-list-age", arguments.max_list_age);
  if (!arguments.state.empty()) rules.seen = load_seen(arguments.state);
  return rules;
}

Presented presented_by(const AdmitArguments& arguments) {
  Presented presented{.certificate = read_small(arguments.certificate), .lists = {}};
  for (const std::string& path : arguments.revoked) {
    std::optional<std::string> text = read_small(path);
    if (!text) throw InputError(path, 0, "", "there is no such file");
    presented.lists.push_back({path, std::move(*text)});
  }
  return presented;
}

ExitCode run_admit(const AdmitArguments& arguments, Console& console) {
  const AdmissionRules rules = rules_of(arguments);
  const Presented presented = presented_by(arguments);
  const Admission admission = admit(presented, read_chassis(HostFiles(arguments.root)), rules);
  // Remembered before it is said: what cannot be remembered is not admitted.
  if (!arguments.state.empty() && !(admission.seen == rules.seen))
    remember(admission.seen, arguments.state);
  const bool as_json = arguments.format == "json";
  write_output(console, "", "-", as_json ? admission_json(admission) : admission_text(admission));
  return exit_code(admission.verdict);
}

void add_admit(Program& program) {
  const auto arguments = std::make_shared<AdmitArguments>();
  CLI::App& verb = program.verb("admit", [arguments, &console = program.console()] {
    return run_admit(*arguments, console);
  });
  const auto list = [&](const char* option, std::vector<std::string>& into) {
    verb.add_option(option, into)->allow_extra_args(false);
  };
  verb.add_option("CERT", arguments->certificate)->required();
  list("--trust", arguments->trust);
  verb.add_option("--trust-dir", arguments->trust_folder);
  list("--revoked", arguments->revoked);
  verb.add_option("--max-list-age", arguments->max_list_age);
  list("--profile", arguments->profiles);
  verb.add_option("--min-sequence", arguments->least_sequence);
  verb.add_option("--state", arguments->state);
  verb.add_flag("--same-driver", arguments->same_driver);
  verb.add_option("--root", arguments->root)->check(CLI::ExistingDirectory);
  verb.add_option("--format", arguments->format)->check(CLI::IsMember({"text", "json"}));
}

}  // namespace

ASSAY_VERB(add_admit);

}  // namespace assay
