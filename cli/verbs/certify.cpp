#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "cli/gate/text.hpp"
#include "cli/judging.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "cli/values.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "reports/certificate/draw_up.hpp"
#include "reports/certificate/guarded_file.hpp"
#include "reports/certificate/key_files.hpp"
#include "reports/certificate/sequence.hpp"
#include "reports/certificate/trust.hpp"

namespace assay {
namespace {

struct CertifyArguments {
  JudgingArguments judging;
  std::string key, out, valid = "30d", sequence;
  bool accept_warnings = false, without_board_serial = false;
};

/// A report that cannot be read ends this: a certificate rests on all that it was given.
std::vector<JudgedReport> judged_reports(const std::vector<std::string>& paths, Judging& judging) {
  const fleet::Criteria criteria = judging.criteria();
  std::vector<JudgedReport> reports;
  for (const std::string& path : paths)
    read_reports(
        path,
        [&](const ReadReport& report) {
          const auto profile = criteria.profile(report.report);
          reports.push_back(judged_report(
              report, *profile, judge(report, *profile, criteria.options(report.report))));
        },
        Hashing::on);
  return reports;
}

CertificateTerms terms_of(const CertifyArguments& arguments, const Judging& judging, double now_s) {
  const double valid_s = parse_duration("--valid", arguments.valid);
  if (valid_s < 1) throw InputError("", 0, "--valid", "is less than a second");
  return {.now_s = static_cast<std::int64_t>(now_s),
          .valid_s = static_cast<std::int64_t>(valid_s),
          .accept_warnings = arguments.accept_warnings,
          .without_board_serial = arguments.without_board_serial,
          .baseline_hash = judging.baseline() == nullptr ? "" : judging.baseline()->hash};
}

/// The next number; --sequence remembers it, for the day on which the clock goes back.
std::int64_t take_number(const std::string& path, double now_s) {
  if (path.empty()) return next_sequence(now_s, 0);
  std::int64_t number = 0;
  change_file(path, [&](const std::string& before) {
    number = next_sequence(now_s, before.empty() ? 0 : parse_sequence(before, path));
    return std::to_string(number) + "\n";
  });
  return number;
}

ExitCode refuse(const Draft& draft, Console& console) {
  console.out << "not certified\n";
  Verdict verdict = Verdict::unknown;
  for (const Reason& reason : draft.refusals) {
    console.out << reason_line(reason);
    verdict = std::max(verdict, reason.verdict);
  }
  return exit_code(verdict);
}

ExitCode certify(const CertifyArguments& arguments, Console& console) {
  if (arguments.judging.profile == "none")
    throw InputError("", 0, "--profile", "a certificate needs limits");
  const double now_s = SystemClock().wall_s();
  Judging judging(arguments.judging, console);
  const CertificateTerms terms = terms_of(arguments, judging, now_s);
  const SecretKey key = read_secret_key(arguments.key);
  Draft draft = draw_up(judged_reports(arguments.judging.reports, judging), terms);
  if (!draft.refusals.empty()) return refuse(draft, console);
  Certificate& certificate = draft.certificate;
  certificate.issuer = key_id(key.public_key());
  certificate.sequence = take_number(arguments.sequence, now_s);
  write_output(console, "--out", arguments.out, sealed(certificate, key));
  std::ostream& people = arguments.out == "-" ? console.err : console.out;
  if (!console.quiet) people << certificate_text(certificate);
  return ExitCode::pass;
}

void add_certify(Program& program) {
  const auto arguments = std::make_shared<CertifyArguments>();
  arguments->judging.max_age = "24h";
  CLI::App& verb = program.verb("certify", [arguments, &console = program.console()] {
    require_not_an_input("--out", arguments->out, arguments->judging.reports);
    return certify(*arguments, console);
  });
  add_judging_options(verb, arguments->judging);
  verb.get_option("--profile")->required();
  verb.add_option("--key", arguments->key)->required();
  verb.add_option("-o,--out", arguments->out)->required();
  verb.add_option("--valid", arguments->valid);
  verb.add_option("--sequence", arguments->sequence);
  verb.add_flag("--accept-warnings", arguments->accept_warnings);
  verb.add_flag("--without-board-serial", arguments->without_board_serial);
}

}  // namespace

ASSAY_VERB(add_certify);

}  // namespace assay
