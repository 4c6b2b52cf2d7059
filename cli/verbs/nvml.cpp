#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/program.hpp"
#include "suites/runner/nvml_child.hpp"
#include "suites/runner/serve.hpp"

namespace assay {
namespace {

ExitCode answer(pid_t parent) {
  become_worker(parent);
  const HostFiles files;
  SystemClock clock;
  serve_nvml(kWorkerChannel, files, clock);
  return ExitCode::pass;
}

/// What inventory and run start to ask NVML, which may never come back.
void add_nvml(Program& program) {
  const auto parent = std::make_shared<pid_t>(0);
  CLI::App& verb = program.hidden_verb("nvml", [parent] { return answer(*parent); });
  verb.add_option("--parent", *parent)->required();
}

}  // namespace

ASSAY_VERB(add_nvml);

}  // namespace assay
