#include <CLI/CLI.hpp>
#include <memory>

#include "cli/locate/live.hpp"
#include "cli/locate/places.hpp"
#include "cli/locate/search.hpp"
#include "cli/locate/simulation.hpp"
#include "cli/output.hpp"
#include "cli/program.hpp"
#include "cli/values.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

constexpr std::int32_t kMostNodes = 100'000;

struct LocateArguments {
  std::optional<std::int32_t> simulate;
  std::string faults, site, topology, noise, format = "text", out;
  SearchOptions search;
};

/// The hosts of the site file in the order of their names: it must have as many as are simulated.
std::vector<std::string> hosts_of(const Site& site, std::int32_t nodes, const std::string& path) {
  if (site.hosts.size() < static_cast<std::size_t>(nodes))
    throw InputError(path, 0, "hosts",
                     "has " + std::to_string(site.hosts.size()) + " hosts, but --simulate says " +
                         std::to_string(nodes));
  std::vector<std::string> hosts;
  for (const auto& [name, host] : site.hosts)
    if (hosts.size() < static_cast<std::size_t>(nodes)) hosts.push_back(name);
  return hosts;
}

simulate::SimulatedFabric simulated(const LocateArguments& arguments) {
  std::optional<Site> site;
  if (!arguments.site.empty()) site = load_site(arguments.site);
  const auto plugged = load_attachments(arguments.topology);
  simulate::Shape shape{.nodes = *arguments.simulate};
  const std::vector<std::string> hosts =
      site ? hosts_of(*site, shape.nodes, arguments.site) : simulate::build(shape).nodes;
  Simulation simulation;
  if (!arguments.faults.empty()) simulation = load_simulation(arguments.faults, hosts);
  if (!arguments.noise.empty())
    simulation.noise.deviation = parse_percentage("--noise", arguments.noise);
  simulation.shape.nodes = shape.nodes;
  locate::Fabric fabric = site || plugged
                              ? place(hosts, simulation.shape.rails, site ? &*site : nullptr,
                                      plugged ? &*plugged : nullptr)
                              : simulate::build(simulation.shape);
  try {
    return {std::move(fabric), simulation.faults, simulation.noise, simulation.rate,
            arguments.search.seed};
  } catch (const Error& error) {
    throw InputError(arguments.faults, 0, "faults", error.what());
  }
}

ExitCode locate_culprits(const LocateArguments& arguments, Console& console) {
  const auto here = arguments.simulate ? std::nullopt : launched();
  if (here && here->size > 1)
    return locate_live({.search = arguments.search,
                        .site = arguments.site,
                        .topology = arguments.topology,
                        .format = arguments.format,
                        .out = arguments.out},
                       *here, console);
  if (!arguments.simulate)
    throw InputError("", 0, "locate",
                     "start it under mpirun or srun with one rank a node, or give --simulate N");
  const simulate::SimulatedFabric fabric = simulated(arguments);
  simulate::SimulatedPairs pairs(fabric);
  simulate::SimulatedGroups groups(fabric);
  const locate::Findings findings = search(fabric.fabric(), pairs, &groups, arguments.search);
  write_output(console, "--out", arguments.out,
               arguments.format == "json" ? json_of(fabric.fabric(), findings)
                                          : text_of(fabric.fabric(), findings));
  return exit_code(findings);
}

void add_locate(Program& program) {
  const auto arguments = std::make_shared<LocateArguments>();
  CLI::App& verb = program.verb("locate", [arguments, &console = program.console()] {
    return locate_culprits(*arguments, console);
  });
  verb.add_option("--simulate", arguments->simulate)->check(CLI::Range(1, kMostNodes));
  verb.add_option("--faults", arguments->faults)->needs("--simulate");
  verb.add_option("--noise", arguments->noise)->needs("--simulate");
  verb.add_option("--seed", arguments->search.seed);
  verb.add_option("--rounds", arguments->search.rounds)
      ->check(CLI::IsMember({"auto", "all", "few"}));
  verb.add_option("--group-size", arguments->search.group_size)->check(CLI::Range(4, kMostNodes));
  verb.add_option("--site", arguments->site);
  verb.add_option("--topology", arguments->topology);
  verb.add_option("--format", arguments->format)->check(CLI::IsMember({"text", "json"}));
  verb.add_option("-o,--out", arguments->out);
}

}  // namespace

ASSAY_VERB(add_locate);

}  // namespace assay
