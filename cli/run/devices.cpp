#include "cli/run/devices.hpp"

#include <utility>

#include "core/error.hpp"
#include "core/host_files.hpp"
#include "kernels/host/describe.hpp"
#include "kernels/host/exec.hpp"
#include "reports/reader.hpp"

namespace assay {
namespace {

host::Settings settings_of(const ScriptedDevice& scripted) {
  host::Settings settings;
  settings.facts = facts_of(scripted);
  settings.cpus.assign(static_cast<std::size_t>(scripted.units), -1);
  return settings;
}

/// The faults of a test on a device whose times are written down.
Script merged(Script script, const ScriptedDevice& scripted) {
  script.bytes_per_second = scripted.rates.bytes_per_second;
  script.flops_per_second = scripted.rates.flops_per_second;
  script.seconds_per_call = scripted.rates.seconds_per_call;
  return script;
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
  std::unique_ptr<Device> operator()(const Script& script,
                                     const std::optional<ScriptedDevice>& scripted, Clock& clock) {
    host::Settings settings = scripted ? settings_of(*scripted) : machine();
    settings.script = scripted ? merged(script, *scripted) : script;
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

}  // namespace

std::vector<Backend> backends() {
  std::vector<Backend> all;
  all.push_back(host_backend());
  return all;
}

std::vector<Backend> chosen_backends(const std::string& choice) {
  std::vector<Backend> chosen;
  for (Backend& backend : backends())
    if (choice == "all" || choice == backend.kind) chosen.push_back(std::move(backend));
  if (chosen.empty())
    throw InputError("--device", 0, choice,
                     "this program has no such module; assay list shows what there is");
  return chosen;
}

ResultCodec json_codec() {
  return {.encode = [](const Result& result) { return to_json(result); },
          .decode = [](std::string_view text) { return read_result(text, "worker"); }};
}

}  // namespace assay
