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

std::unique_ptr<Device> open_host(const Script& script,
                                  const std::optional<ScriptedDevice>& scripted, Clock& clock) {
  host::Settings settings = scripted ? settings_of(*scripted) : host::describe_host(HostFiles());
  settings.script = scripted ? merged(script, *scripted) : script;
  return std::make_unique<host::Exec>(std::move(settings), clock);
}

Backend host_backend() {
  Backend backend{.kind = "host", .open = open_host};
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
