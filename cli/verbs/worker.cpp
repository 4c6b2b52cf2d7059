#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/program.hpp"
#include "cli/run/devices.hpp"
#include "suites/runner/process.hpp"
#include "suites/runner/serve.hpp"

namespace assay {
namespace {

struct WorkerArguments {
  std::string device;
  pid_t parent = 0;
};

ExitCode work(const WorkerArguments& arguments) {
  become_worker(arguments.parent);
  const HostFiles files;
  SystemClock clock;
  serve(kWorkerChannel, chosen_backends(arguments.device).front(), files, clock, json_codec());
  return ExitCode::pass;
}

/// What `assay run` starts: carries out tests that it is handed over a socket.
void add_worker(Program& program) {
  const auto arguments = std::make_shared<WorkerArguments>();
  CLI::App& verb = program.hidden_verb("worker", [arguments] { return work(*arguments); });
  verb.add_option("--device", arguments->device)->required();
  verb.add_option("--parent", arguments->parent)->required();
}

}  // namespace

ASSAY_VERB(add_worker);

}  // namespace assay
