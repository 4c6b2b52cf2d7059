#include "cli/run/prepare.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "cli/fabric/mpi.hpp"
#include "cli/fabric/nccl.hpp"
#include "cli/fabric/ports.hpp"
#include "cli/run/devices.hpp"
#include "cli/run/first_report.hpp"
#include "cli/run/nvml.hpp"
#include "cli/run/resume.hpp"
#include "cli/version.hpp"
#include "core/error.hpp"
#include "core/time_stamp.hpp"
#include "suites/machine/inventory.hpp"
#include "suites/runner/nvml_child.hpp"

namespace assay {
namespace {

/// The host's tests say themselves what they are about.
std::vector<std::string> labels_of(const Backend& backend) {
  std::vector<std::string> labels;
  for (const DeviceSubject& device : backend.subjects)
    if (device.subject.kind != "node") labels.push_back(label(device.subject));
  return labels;
}

Plan plan_of(const std::vector<Backend>& backends, const RunOptions& options) {
  std::vector<Offer> offers;
  offers.reserve(backends.size());
  for (const Backend& backend : backends)
    offers.push_back({backend.kind, backend.registry, labels_of(backend), backend.why_alone});
  Plan plan = make_plan(offers, options.plan);
  if (plan.tests.empty() && !options.plan_only)
    throw InputError("run", 0, "", "no test is left to run; --plan tells why");
  return plan;
}

/// The words that start a worker; `numa_node` is absent for one that is not bound.
WorkerProgram worker_program(const Backend& backend, const HostFiles& files,
                             std::optional<std::int64_t> numa_node) {
  std::vector<std::string> words{"worker", "--device", backend.kind, "--root",
                                 files.root().string()};
  if (backend.subjects.front().scripted) words.emplace_back("--scripted");
  if (numa_node) words.insert(words.end(), {"--numa-node", std::to_string(*numa_node)});
  words.insert(words.end(), {"--parent", std::to_string(getpid())});
  return {.arguments = std::move(words)};
}

/// NCCL takes ranks of one GPU only where it takes them for ranks of several hosts.
Variables own_host(const Backend& backend, const RunOptions& options,
                   const std::optional<Launched>& here) {
  if (!options.shared_gpus || backend.kind != kNccl || !here) return {};
  return {{"NCCL_HOSTID", "assay-" + std::to_string(here->rank)}};
}

std::map<std::string, Crew> crews_of(const std::vector<Backend>& backends, const HostFiles& files,
                                     const RunOptions& options,
                                     const std::optional<Launched>& here) {
  std::map<std::string, Crew> crews;
  for (const Backend& backend : backends) {
    Crew& crew = crews[backend.kind];
    crew.are_ranks = backend.kind == kMpi;
    crew.whole_node = worker_program(backend, files, std::nullopt);
    for (const DeviceSubject& device : backend.subjects)
      crew.posts.push_back({worker_program(backend, files, device.numa_node), device});
    for (Post& post : crew.posts) post.program.environment = own_host(backend, options, here);
  }
  return crews;
}

/// A described node has the GPUs of its description and no others, unless files describe it, too.
void describe_gpus(const std::optional<ScriptedNode>& scripted, Node& node) {
  if (!scripted || scripted->gpus.empty()) return;
  node.gpus.clear();
  for (const ScriptedGpu& gpu : scripted->gpus) node.gpus.push_back(gpu.identity);
}

/// " by mlx5_0/1 mlx5_1/1"
std::string names_of(const std::vector<Variant>& variants) {
  std::string text;
  for (const Variant& variant : variants) text += (text.empty() ? " by " : " ") + variant.name;
  return text;
}

/// What all nodes must have in common to be measured together.
std::string common_plan(const Plan& plan, const RunOptions& options) {
  std::string text = "level " + std::string(name(options.plan.level)) + ", seed " +
                     std::to_string(options.seed) + ", data " + std::string(name(options.data));
  if (options.sweep) text += ", sweep " + text_of(*options.sweep);
  for (const PlannedTest& test : plan.tests)
    if (test.ranked || test.in_stints)
      text += ", " + test.id + " on " + test.device + " for " +
              std::to_string(std::lround(1000 * test.seconds)) + " ms" + names_of(test.variants);
  return text;
}

Hello hello_of(const Node& node, const Plan& plan, const RunOptions& options,
               const std::vector<Backend>& backends) {
  Hello hello{.hostname = node.hostname,
              .machine_id = node.machine_id,
              .board_serial = node.board_serial,
              .tool = this_tool().version + " " + this_tool().commit,
              .plan = common_plan(plan, options),
              .gpus = {}};
  for (const Backend& backend : backends)
    if (backend.kind == kNccl)
      for (const DeviceSubject& device : backend.subjects)
        hello.gpus.push_back(gpu_key(device.subject, node));
  return hello;
}

FabricPlace place_of(const std::optional<Launched>& here, const Hello& hello) {
  FabricPlace place{.gpus = static_cast<std::int64_t>(hello.gpus.size())};
  if (here) {
    place.rank = here->rank;
    place.size = here->size;
  }
  return place;
}

/// A fault in a rank that is not there would look like one that was not found.
void demand_ranks(const std::vector<Injection>& injections, const FabricPlace& place) {
  const std::int64_t ranks = place.size * std::max<std::int64_t>(place.gpus, 1);
  for (const Injection& injection : injections)
    if (injection.rank && *injection.rank >= ranks)
      throw InputError("--inject " + injection.text, 0, "",
                       "there are " + std::to_string(ranks) + " ranks");
}

std::optional<Site> site_of(const std::string& path) {
  if (path.empty()) return std::nullopt;
  return load_site(path);
}

/// A host that its own site file does not know is not the host it is taken for.
const SiteHost* site_host(const std::optional<Site>& site, const std::string& path, Node& node) {
  if (!site) return nullptr;
  const SiteHost* host = site->find(node.hostname);
  if (host == nullptr)
    throw InputError(path, 0, "hosts", "has no entry for this host, " + node.hostname);
  node.place = host->place;
  return host;
}

}  // namespace

PreparedRun prepare(const RunArguments& arguments, const CLI::App& typed, const HostFiles& files,
                    const Clock& clock) {
  std::optional<Report> unfinished;
  RunArguments complete = arguments;
  if (!arguments.resume.empty()) {
    unfinished = load_unfinished(arguments.resume);
    complete = resumed_arguments(unfinished->run.argv, arguments.resume, arguments, typed);
  }
  RunOptions options = understand(complete);
  const std::optional<Launched> here = launched();
  const std::vector<Backend> backends =
      chosen_backends(options.device, options.scripted_node, here);
  Plan plan = plan_of(backends, options);
  add_ports(plan, files);
  Node node = read_node(files);
  if (options.scripted_node && files.is_this_machine())
    describe_gpus(options.scripted_node, node);
  else
    complete_by_nvml(node, files, nvml_program(files));
  const std::optional<Site> site = site_of(options.site);
  const SiteHost* host = site_host(site, options.site, node);
  Acceptance acceptance(options.profile, node, host);

  const Hello hello = hello_of(node, plan, options, backends);
  const FabricPlace place = place_of(here, hello);
  demand_ranks(options.injections, place);
  PreparedRun prepared{.options = std::move(options),
                       .plan = std::move(plan),
                       .acceptance = std::move(acceptance),
                       .crews = {},
                       .place = place,
                       .hello = hello};
  prepared.crews = crews_of(backends, files, prepared.options, here);
  const double now_s = clock.wall_s();
  prepared.fabric_path = fabric_path(prepared.options.out, now_s);
  if (unfinished) {
    demand_resumable(*unfinished, arguments.resume, node, this_tool(), prepared.plan);
    prepared.started_wall_s = parse_iso8601(unfinished->run.started).value_or(now_s);
    prepared.report = std::move(*unfinished);
    go_on(prepared.report, node, now_s);
    prepared.resumed = true;
    prepared.path = arguments.resume;
  } else {
    prepared.started_wall_s = now_s;
    prepared.path = report_path(prepared.options.out, node.hostname, now_s, place.size);
    prepared.report = first_report(prepared.options, prepared.plan, std::move(node), now_s);
    prepared.report.run.nodes = place.size;
  }
  return prepared;
}

}  // namespace assay
