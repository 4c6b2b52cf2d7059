#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/program.hpp"
#include "suites/runner/nvml_child.hpp"
#include "suites/runner/serve.hpp"

namespace assay {
namespace {

struct NvmlArguments {
  std::string root = "/";
  pid_t parent = 0;
};

ExitCode answer(const NvmlArguments& arguments) {
  become_worker(arguments.parent);
  const HostFiles files(arguments.root);
  SystemClock clock;
  serve_nvml(kWorkerChannel, files, clock);
  return ExitCode::pass;
}

/// What inventory and run start to ask NVML, which may never come back.
void add_nvml(Program& program) {
  const auto arguments = std::make_shared<NvmlArguments>();
  CLI::App& verb = program.hidden_verb("nvml", [arguments] { return answer(*arguments); });
  verb.add_option("--root", arguments->root);
  verb.add_option("--parent", arguments->parent)->required();
}

}  // namespace

ASSAY_VERB(add_nvml);

}  // namespace assay
