#include "cli/run/prepare.hpp"

#include <unistd.h>

#include <optional>
#include <utility>

#include "cli/run/devices.hpp"
#include "cli/run/first_report.hpp"
#include "cli/run/nvml.hpp"
#include "cli/run/resume.hpp"
#include "cli/version.hpp"
#include "core/error.hpp"
#include "reports/judge/time_stamp.hpp"
#include "suites/machine/inventory.hpp"
#include "suites/runner/nvml_child.hpp"

namespace assay {
namespace {

Plan plan_of(const std::vector<Backend>& backends, const PlanRequest& request) {
  std::vector<Offer> offers;
  offers.reserve(backends.size());
  for (const Backend& backend : backends) offers.push_back({backend.kind, backend.registry});
  Plan plan = make_plan(offers, request);
  if (plan.tests.empty())
    throw InputError("run", 0, "", "no test is left to run; --plan tells why");
  return plan;
}

std::map<std::string, Crew> crews_of(const std::vector<Backend>& backends) {
  std::map<std::string, Crew> crews;
  for (const Backend& backend : backends)
    crews[backend.kind] = {.program = {.arguments = {"worker", "--device", backend.kind, "--parent",
                                                     std::to_string(getpid())}},
                           .subject = backend.subject};
  return crews;
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
  const std::vector<Backend> backends = chosen_backends(options.device);
  Plan plan = plan_of(backends, options.plan);
  Node node = read_node(files);
  complete_by_nvml(node, files, nvml_program());
  const std::optional<Site> site = site_of(options.site);
  const SiteHost* host = site_host(site, options.site, node);
  Acceptance acceptance(options.profile, node, host);

  PreparedRun prepared{.options = std::move(options),
                       .plan = std::move(plan),
                       .acceptance = std::move(acceptance),
                       .crews = crews_of(backends)};
  const double now_s = clock.wall_s();
  if (unfinished) {
    demand_resumable(*unfinished, arguments.resume, node, this_tool(), prepared.plan);
    prepared.started_wall_s = parse_iso8601(unfinished->run.started).value_or(now_s);
    prepared.report = std::move(*unfinished);
    prepared.resumed = true;
    prepared.path = arguments.resume;
  } else {
    prepared.started_wall_s = now_s;
    prepared.path = report_path(prepared.options.out, node.hostname, now_s);
    prepared.report = first_report(prepared.options, prepared.plan, std::move(node), now_s);
  }
  return prepared;
}

}  // namespace assay
