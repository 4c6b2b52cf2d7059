#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "cli/program.hpp"
#include "cli/run/devices.hpp"
#include "core/error.hpp"
#include "kernels/host/numa_binding.hpp"
#include "suites/runner/process.hpp"
#include "suites/runner/serve.hpp"

namespace assay {
namespace {

struct WorkerArguments {
  std::string device;
  std::string root = "/";
  pid_t parent = 0;
  bool scripted = false;  ///< its devices are described in its jobs
  std::optional<int> numa_node;
};

/// A figure taken far from the device's memory is not wrong, but whoever reads it must know.
std::string bound_to(int numa_node) {
  try {
    host::bind_to_numa_node(numa_node);
  } catch (const Error& error) {
    return std::string("not bound: ") + error.what();
  }
  return std::to_string(numa_node);
}

ExitCode work(const WorkerArguments& arguments) {
  become_worker(arguments.parent);
  const HostFiles files(arguments.root);
  SystemClock clock;
  Backend backend = worker_backend(arguments.device, arguments.scripted);
  if (arguments.numa_node) backend.facts["numa_node"] = bound_to(*arguments.numa_node);
  serve(kWorkerChannel, backend, files, clock, json_codec());
  return ExitCode::pass;
}

/// What `assay run` starts: carries out tests that it is handed over a socket.
void add_worker(Program& program) {
  const auto arguments = std::make_shared<WorkerArguments>();
  CLI::App& verb = program.hidden_verb("worker", [arguments] { return work(*arguments); });
  verb.add_option("--device", arguments->device)->required();
  verb.add_flag("--scripted", arguments->scripted);
  verb.add_option("--numa-node", arguments->numa_node);
  verb.add_option("--root", arguments->root);
  verb.add_option("--parent", arguments->parent)->required();
}

}  // namespace

ASSAY_VERB(add_worker);

}  // namespace assay
