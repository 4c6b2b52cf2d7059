#include "cli/fleet/judge_fleet.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <thread>

#include "cli/fleet/record_verdicts.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "core/error.hpp"
#include "reports/fleet/conclude.hpp"
#include "reports/fleet/flat_rows.hpp"
#include "reports/fleet/page_of.hpp"
#include "reports/fleet/read_flat.hpp"
#include "reports/fleet/recall.hpp"
#include "reports/fleet/render_fleet.hpp"
#include "reports/fleet/settle_retests.hpp"
#include "reports/io/documents.hpp"
#include "reports/io/lines_in.hpp"
#include "reports/peers/judge_peers.hpp"
#include "reports/profile/file.hpp"
#include "reports/render/plain.hpp"

namespace assay {
namespace {

std::size_t threads() { return std::max(1U, std::thread::hardware_concurrency()); }

/// By the first line that says what it is.
bool holds_flat_results(fleet::Supply& supply) {
  std::optional<fleet::Piece> piece = supply.next();
  if (!piece) return false;
  bool flat = false;
  bool told = false;
  if (piece->line != 0 && piece->text)
    each_line(*piece->text, [&](std::string_view line, std::size_t) {
      if (told || is_blank(line)) return;
      flat = fleet::is_flat_result(line);
      told = flat || is_whole_object(line);
    });
  supply.put_back(std::move(*piece));
  return flat;
}

std::string text_of(const std::string& path) {
  std::optional<std::string> text = read_configuration(path);
  if (!text) throw InputError(path, 0, "", "cannot be opened");
  return *text;
}

/// How many GPUs every host of the site has, if all have as many.
std::optional<int> gpus_of(const Site* site) {
  std::optional<int> gpus;
  if (site == nullptr) return gpus;
  for (const auto& [name, host] : site->hosts) {
    const auto here = static_cast<int>(host.gpu_serials.size());
    if (here == 0 || (gpus && *gpus != here)) return std::nullopt;
    gpus = here;
  }
  return gpus;
}

/// One command line: what is read, and what it is held against.
class FleetJudge {
 public:
  FleetJudge(const JudgingArguments& arguments, const FleetArguments& fleet, Console& console)
      : arguments_(arguments), fleet_(fleet), console_(console) {}

  fleet::FleetRead read(const std::vector<std::string>& paths) {
    fleet::Supply supply(paths);
    return holds_flat_results(supply) ? read_flat(supply, paths) : read_reports(supply, paths);
  }

  [[nodiscard]] const Site* site() const { return judging_ ? judging_->site() : site_.get(); }

 private:
  fleet::FleetRead read_flat(fleet::Supply& supply, const std::vector<std::string>& paths) {
    const std::string& rules = arguments_.profile;
    if (rules == "auto" || rules == "none")
      throw InputError("", 0, "--profile",
                       "results of SuperBench are judged by a rule file of SuperBench: name it");
    if (!fleet_.history.empty())
      throw InputError("", 0, "--history",
                       "results of SuperBench name no hardware that could have a past");
    if (!arguments_.site.empty() && site_ == nullptr)
      site_ = std::make_unique<const Site>(load_site(arguments_.site));
    fleet::FlatCriteria criteria;
    criteria.rules = read_superbench_rules(text_of(rules), rules);
    criteria.gpus = gpus_of(site());
    const std::string& baseline = arguments_.baseline;
    if (!baseline.empty())
      criteria.baseline = read_superbench_baseline(text_of(baseline), baseline);
    return fleet::read_flat_fleet(supply, paths, criteria, site(), threads());
  }

  fleet::FleetRead read_reports(fleet::Supply& supply, const std::vector<std::string>& paths) {
    if (judging_ == nullptr) judging_ = std::make_unique<Judging>(arguments_, console_);
    fleet::Criteria criteria = judging_->criteria();
    if (!fleet_.retest.empty()) criteria.fewest_holders = 1;
    return fleet::read_fleet(supply, paths, criteria, site(), threads());
  }

  const JudgingArguments& arguments_;
  const FleetArguments& fleet_;
  Console& console_;
  std::unique_ptr<Judging> judging_;  ///< made once it is known what is judged
  std::unique_ptr<const Site> site_;
};

/// Where nothing can be judged, the first reason is the answer.
void require_readable(const fleet::FleetRead& fleet) {
  const bool any = std::any_of(fleet.nodes.begin(), fleet.nodes.end(),
                               [](const auto& node) { return node.readable; });
  if (any || fleet.nodes.empty()) return;
  throw InputError("", 0, "", fleet.nodes.front().reasons.front().text);
}

std::unique_ptr<history::History> open_history(const FleetArguments& arguments) {
  if (arguments.history.empty()) return nullptr;
  if (!arguments.peers)
    throw InputError("", 0, "--history", "is weighed among peers, which --no-peers leaves out");
  // Only ingest makes a history: what is not there yet, or of an older program, is refused here.
  auto history = std::make_unique<history::History>(arguments.history, history::Access::read);
  if (!arguments.record) return history;
  history = nullptr;
  return std::make_unique<history::History>(arguments.history, history::Access::write);
}

std::vector<fleet::Retest> listed(const FleetArguments& arguments) {
  if (arguments.retest.empty()) return {};
  return fleet::read_retests(text_of(arguments.retest), arguments.retest);
}

PeerJudgement compare(const Night& night, const PeerRules& rules, history::History* history,
                      std::size_t nights, std::vector<std::string>& notes) {
  if (history == nullptr) return judge_peers(night, rules);
  fleet::Recalled recalled = fleet::recall(*history, night, nights, rules);
  notes = std::move(recalled.notes);
  return judge_peers(night, rules, &recalled.past);
}

void settle(const std::vector<fleet::Retest>& list, fleet::FleetRead& fleet, PeerJudgement* peers,
            const PeerRules& rules, fleet::Carried& carried) {
  fleet::SettledRetests settled = fleet::settle_retests(list, fleet, peers, rules);
  carried.retests = std::move(settled.to_repeat);
  carried.notes.insert(carried.notes.end(), settled.notes.begin(), settled.notes.end());
}

std::string retests_beside(const std::string& out) {
  return (std::filesystem::path(out).replace_extension() += ".retest.jsonl").string();
}

/// Earlier nights, each by itself, oldest first.
std::vector<fleet::FleetVerdict> earlier(FleetJudge& judge, const FleetArguments& arguments,
                                         double max_failed) {
  std::vector<fleet::FleetVerdict> nights;
  nights.reserve(arguments.before.size());
  for (const std::string& path : arguments.before) {
    fleet::FleetRead fleet = judge.read({path});
    require_readable(fleet);
    std::optional<PeerJudgement> peers;
    if (arguments.peers) peers = judge_peers(fleet.night, {});
    nights.push_back(
        conclude(std::move(fleet), peers ? &*peers : nullptr, judge.site(), max_failed, {}));
  }
  std::stable_sort(nights.begin(), nights.end(), [](const auto& a, const auto& b) {
    return fleet::date_of(a) < fleet::date_of(b);
  });
  return nights;
}

/// What must not be missed goes to standard error where the verdicts go elsewhere.
void show(const fleet::FleetVerdict& verdict, const std::vector<fleet::FleetVerdict>& before,
          const FleetArguments& arguments, Console& console) {
  const bool to_console = arguments.out.empty() || arguments.out == "-";
  const RenderOptions options{.colour = console.colour && to_console, .verbose = console.verbose};
  const std::string text = before.empty() ? render_fleet(arguments.format, verdict, options)
                                          : fleet_page(fleet::page_of(verdict, before));
  if (arguments.format != "text" || !to_console) {
    for (const std::string& why : verdict.suspicions)
      console.err << "assay: SUSPECT: " << plain(why) << '\n';
    for (const std::string& note : verdict.notes)
      if (!console.quiet) console.err << "assay: note: " << plain(note) << '\n';
  }
  write_output(console, "--out", arguments.out, text);
  if (!to_console && arguments.retests_beside)
    write_output(console, "--out", retests_beside(arguments.out),
                 fleet::render_retests(verdict.retests));
}

}  // namespace

ExitCode judge_fleet(const JudgingArguments& judging, const FleetArguments& arguments,
                     Console& console) {
  const double max_failed = parse_percentage("--max-failed", arguments.max_failed);
  // What is wrong with the options is said before the fleet is read.
  const std::unique_ptr<history::History> history = open_history(arguments);
  const std::vector<fleet::Retest> list = listed(arguments);
  FleetJudge judge(judging, arguments, console);
  fleet::FleetRead fleet = judge.read(judging.reports);
  require_readable(fleet);

  fleet::Carried carried;
  PeerRules rules;
  rules.keep_standings = !list.empty();
  std::optional<PeerJudgement> peers;
  if (arguments.peers)
    peers = compare(fleet.night, rules, history.get(), arguments.nights, carried.notes);
  if (!arguments.retest.empty()) settle(list, fleet, peers ? &*peers : nullptr, rules, carried);
  const NightsOfHosts nights(fleet.night);
  const fleet::FleetVerdict verdict = conclude(std::move(fleet), peers ? &*peers : nullptr,
                                               judge.site(), max_failed, std::move(carried));
  show(verdict, earlier(judge, arguments, max_failed), arguments, console);
  if (arguments.record) record_verdicts(*history, verdict, nights, console);
  return exit_code(verdict.verdict);
}

}  // namespace assay
