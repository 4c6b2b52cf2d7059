#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/cuda/module.hpp"
#include "cli/cuda/probe.hpp"
#include "cli/program.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

CudaProbe asked() {
  try {
    return {.addresses = open_cuda_module().devices()};
  } catch (const Error& error) {
    return {.refusal = error.what()};
  }
}

/// What probe_cuda() starts: initialises the driver in a process of its own.
void add_probe(Program& program) {
  program.hidden_verb("probe", [&console = program.console()] {
    console.out << probe_text(asked());
    return ExitCode::pass;
  });
}

}  // namespace

ASSAY_VERB(add_probe);

}  // namespace assay
