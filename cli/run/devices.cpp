#include "cli/run/devices.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "cli/cuda/backend.hpp"
#include "cli/fabric/mpi.hpp"
#include "cli/fabric/nccl.hpp"
#include "cli/locate/live.hpp"
#include "cli/modules.hpp"
#include "core/error.hpp"
#include "core/host_files.hpp"
#include "kernels/host/describe.hpp"
#include "kernels/host/exec.hpp"
#include "reports/reader.hpp"

namespace assay {
namespace {

host::Settings settings_of(const ScriptedDevice& scripted, const Target& target) {
  host::Settings settings;
  settings.facts = facts_of(scripted, target.subject);
  settings.cpus.assign(static_cast<std::size_t>(scripted.units), -1);
  settings.script = with_rates(target.script, scripted);
  if (target.subject.kind == "gpu") settings.unit = "SM";
  return settings;
}

std::unique_ptr<Device> open_scripted(const Target& target, Clock& clock) {
  if (!target.scripted) throw Error("a job for a described device without its description");
  return std::make_unique<host::Exec>(settings_of(*target.scripted, target), clock);
}

host::Topology topology_of(const host::Settings& settings) {
  host::Topology topology;
  for (std::size_t i = 0; i < settings.cpus.size(); ++i)
    topology.cores.push_back({settings.cpus[i], settings.numa_nodes.at(i)});
  topology.caches = settings.facts.caches;
  return topology;
}

/// Opens the host. How a machine hangs together does not change while a worker lives, and reading
/// it takes longer than many a test: that is done once. What memory is free is asked every time.
class HostOpener {
 public:
  std::unique_ptr<Device> operator()(const Target& target, Clock& clock) {
    if (target.scripted) return open_scripted(target, clock);
    host::Settings settings = machine();
    settings.script = target.script;
    return std::make_unique<host::Exec>(std::move(settings), clock);
  }

 private:
  host::Settings machine() {
    const HostFiles files;
    if (topology_) return host::describe_host(files, *topology_);
    host::Settings settings = host::describe_host(files);
    topology_ = topology_of(settings);
    return settings;
  }
  std::optional<host::Topology> topology_;
};

Backend host_backend() {
  Backend backend{.kind = "host", .open = HostOpener()};
  host::register_all(backend.registry);
  return backend;
}

/// GPUs that are described: the tests of the host that run on any device, one thread an SM.
Backend scripted_gpus() {
  Backend backend{.kind = "cuda", .open = open_scripted};
  add_device_tests(backend.registry);
  return backend;
}

/// Why there are no tests on GPUs here.
std::string why_no_gpus(const std::string& choice) {
  for (const Module& module : modules(HostFiles()))
    if (module.name == choice && !module.usable) return module.state;
  return "this program cannot run tests on it; assay list shows what there is";
}

/// The stand-in for NCCL works on the memory of described GPUs, the library itself does not.
bool has_nccl(const Backend& gpus) {
  const char* named = std::getenv("ASSAY_CUDA_LIBRARIES");  // NOLINT(concurrency-mt-unsafe)
  return !gpus.subjects.front().scripted || (named != nullptr && *named != '\0');
}

void add_ranks(std::vector<Backend>& chosen, const std::optional<Launched>& launched) {
  const bool several_nodes = launched && launched->size > 1;
  std::vector<Backend> ranks;
  for (Backend& backend : chosen) {
    std::optional<Backend> made;
    if (backend.kind == "host") made = mpi_backend(backend, launched, backend.why_alone);
    if (backend.kind == "cuda" && has_nccl(backend) &&
        (several_nodes || backend.subjects.size() > 1))
      made = nccl_backend(backend, backend.why_alone);
    if (made) ranks.push_back(std::move(*made));
  }
  std::move(ranks.begin(), ranks.end(), std::back_inserter(chosen));
}

}  // namespace

std::vector<Backend> backends(const std::optional<ScriptedNode>& scripted) {
  std::vector<Backend> all;
  all.push_back(host_backend());
  if (!scripted) {
    if (auto gpus = cuda_backend(HostFiles())) all.push_back(std::move(*gpus));
    return all;
  }
  all.front().subjects = {{.scripted = scripted->host}};
  if (scripted->gpus.empty()) return all;
  all.push_back(scripted_gpus());
  all.back().subjects.clear();
  for (const ScriptedGpu& gpu : scripted->gpus) all.back().subjects.push_back(subject_of(gpu));
  return all;
}

std::vector<Backend> chosen_backends(const std::string& choice,
                                     const std::optional<ScriptedNode>& scripted,
                                     const std::optional<Launched>& launched) {
  std::vector<Backend> chosen;
  for (Backend& backend : backends(scripted))
    if (choice == "all" || choice == backend.kind) chosen.push_back(std::move(backend));
  if (chosen.empty()) throw InputError("--device", 0, choice, why_no_gpus(choice));
  add_ranks(chosen, launched);
  return chosen;
}

Backend worker_backend(const std::string& kind, bool scripted) {
  if (kind == "cuda") return scripted ? scripted_gpus() : cuda_worker_backend(HostFiles());
  if (kind == kNccl)
    return nccl_worker_backend(scripted ? scripted_gpus() : cuda_worker_backend(HostFiles()));
  if (kind == kMpi) {
    Backend backend = mpi_worker_backend(host_backend());
    add_live_search(backend.registry);
    return backend;
  }
  if (kind == "host") return host_backend();
  throw InputError("--device", 0, kind, "this program has no such device");
}

ResultCodec json_codec() {
  return {.encode = [](const Result& result) { return to_json(result); },
          .decode = [](std::string_view text) { return read_result(text, "worker"); }};
}

}  // namespace assay
