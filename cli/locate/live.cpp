#include "cli/locate/live.hpp"

#include <unistd.h>

#include <optional>
#include <ostream>

#include "cli/fabric/fabric.hpp"
#include "cli/fabric/mpi.hpp"
#include "cli/locate/places.hpp"
#include "cli/run/devices.hpp"
#include "cli/values.hpp"
#include "cli/version.hpp"
#include "collectives/locate/live.hpp"
#include "collectives/texts.hpp"
#include "core/error.hpp"
#include "suites/machine/inventory.hpp"
#include "suites/runner/fields.hpp"
#include "suites/runner/ranks.hpp"
#include "suites/runner/stop.hpp"

namespace assay {
namespace {

constexpr const char* kSearch = "fabric.locate";
constexpr double kWordsS = 30;

std::string encode(const LiveSearch& live) {
  return join_fields({{"format", live.format},
                      {"group_size", std::to_string(live.search.group_size)},
                      {"rounds", live.search.rounds},
                      {"seed", std::to_string(live.search.seed)},
                      {"site", live.site},
                      {"topology", live.topology}});
}

LiveSearch decode(const std::string& text) {
  const auto fields = split_fields(text);
  LiveSearch live;
  live.format = fields.at("format");
  live.search.group_size = std::stoi(fields.at("group_size"));
  live.search.rounds = fields.at("rounds");
  live.search.seed = std::stoull(fields.at("seed"));
  live.site = fields.at("site");
  live.topology = fields.at("topology");
  return live;
}

locate::Fabric fabric_of(const std::vector<std::string>& hosts, const LiveSearch& live) {
  std::optional<Site> site;
  if (!live.site.empty()) site = load_site(live.site);
  const auto plugged = load_attachments(live.topology);
  return place(hosts, 1, site ? &*site : nullptr, plugged ? &*plugged : nullptr);
}

/// Nothing could be measured after it was lost: of the others nothing is claimed.
void accuse_lost(locate::Findings& findings, std::int32_t node) {
  findings.culprits = {{.kind = locate::Kind::node, .nodes = {node}}};
  findings.undecided = {"the search ended when it was lost: others were not measured to the end"};
  findings.weakest.clear();
}

/// On every rank, in its worker. Rank 0 brings back its exit status and what it has to say.
void search_live(Device& /*device*/, const Context& context, Results& results) {
  Communicator& ranks = *context.ranks;
  const LiveSearch live = decode(context.message);
  const std::vector<std::string> hosts =
      gather_texts(ranks, context.files.read("/proc/sys/kernel/hostname").text, kWordsS);
  locate::LiveRanks nodes(ranks, {});
  Result& result = results.device();
  if (ranks.rank() != 0) return nodes.follow();
  const locate::Fabric fabric = fabric_of(hosts, live);
  locate::Findings findings = search(fabric, nodes.pairs(), &nodes.groups(), live.search);
  if (const std::optional<int> lost = nodes.silent())
    accuse_lost(findings, *lost);
  else
    nodes.end();
  result.facts[kConveyed] =
      std::to_string(static_cast<int>(exit_code(findings))) + ' ' +
      (live.format == "json" ? json_of(fabric, findings) : text_of(fabric, findings));
}

Runner runner_for(const Launched& launched, const StopSignal& stop, Clock& clock) {
  Crew crew{.are_ranks = true};
  const WorkerProgram program{
      .arguments = {"worker", "--device", kMpi, "--parent", std::to_string(getpid())}};
  crew.whole_node = program;
  crew.posts.push_back({program, {}});
  return {{.crews = {{kMpi, crew}},
           .codec = json_codec(),
           .clock = clock,
           .waiting = {.stop_fd = stop.fd()}},
          {.rank = launched.rank}};
}

}  // namespace

void add_live_search(Registry& registry) {
  Test test{.id = kSearch,
            .spec = {.summary = "who is slow among the nodes"},
            .on_device = false,
            .run = search_live};
  test.spec.ranked = true;
  registry.add(test);
}

ExitCode locate_live(const LiveSearch& live, const Launched& launched, Console& console) {
  SystemClock clock;
  StopSignal stop;
  // What is wrong with the files should be known before anybody waits for the others.
  if (launched.rank == 0) (void)fabric_of({}, live);
  Runner runner = runner_for(launched, stop, clock);
  const Node node = read_node(HostFiles());
  Fabric fabric(runner, {.rank = launched.rank, .size = launched.size},
                {.hostname = node.hostname,
                 .machine_id = node.machine_id,
                 .board_serial = node.board_serial,
                 .tool = this_tool().version + " " + this_tool().commit,
                 .plan = "locate",
                 .gpus = {}},
                Sharing::refused);
  runner.set_places(
      [&](const PlannedTest& test, std::size_t post) { return fabric.place_of(test, post); });
  if (!fabric.meet()) return ExitCode::unknown;
  if (!fabric.why_not().empty()) {
    console.err << "assay: " << node.hostname << ": " << fabric.why_not() << '\n';
    return ExitCode::unknown;
  }
  if (launched.rank == 0) console.err << "assay: " << fabric.nodes().size() << " nodes have met\n";
  std::optional<std::string> found;
  try {
    found = runner.convey(kMpi, kSearch, encode(live), live.budget_s);
  } catch (const Error& error) {
    console.err << "assay: " << node.hostname << ": " << error.what() << '\n';
  }
  if (!found) return ExitCode::unknown;
  fabric.leave();
  if (launched.rank != 0) return ExitCode::pass;
  const auto space = found->find(' ');
  write_output(console, "--out", live.out, found->substr(space + 1));
  return static_cast<ExitCode>(std::stoi(found->substr(0, space)));
}

}  // namespace assay
