#include "cli/run/show_results.hpp"

#include <ostream>

#include "reports/render.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/results_table.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

/// What was measured, where nobody says what it should have been.
std::string facts_table(const Report& report, bool verbose) {
  using Side = Aligned::Side;
  Judgement nobody;
  nobody.node = report.node.hostname;
  Aligned table({Side::left, Side::left, Side::right, Side::right});
  table.add({"test", "subject", "value", "of peak"});
  for (const ResultRow& row : result_rows(nobody, {.verbose = verbose, .report = &report}))
    table.add({row.test, row.subject, row.value, row.share});
  std::string text = table.text();
  for (const Result& result : report.results)
    if (result.outcome != Outcome::ok && !result.absent)
      text += std::string(name(result.outcome)) + "  " + result.test + "  " +
              plain(label(result.subject)) + "  " + plain(result.reason) + "\n";
  return text;
}

}  // namespace

ExitCode show_results(const PreparedRun& run, Console& console, EventStream& events,
                      const Clock& clock) {
  const bool as_json = run.options.format == "json";
  std::ostream& out = run.options.events == "-" ? console.err : console.out;
  ExitCode code = ExitCode::unknown;
  std::string verdict;
  if (run.acceptance.judges()) {
    const Judgement judgement = run.acceptance.judge(run.report, run.path, clock.wall_s());
    verdict = name(judgement.verdict);
    code = exit_code(judgement.verdict);
    out << render(run.options.format, {judgement},
                  {.colour = console.colour && &out == &console.out,
                   .verbose = console.verbose,
                   .table = true,
                   .report = &run.report});
  } else {
    code = unjudged(run.report);
    out << (as_json ? to_json(run.report) : facts_table(run.report, console.verbose));
  }
  if (!as_json) out << "report: " << run.path.string() << '\n';
  if (!as_json && run.place.size > 1 && run.place.rank == 0)
    out << "of the fabric: " << run.fabric_path.string() << '\n';
  events.run_ended(run.report, run.path.string(), verdict);
  return code;
}

}  // namespace assay
