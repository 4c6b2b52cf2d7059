#include <sys/types.h>

#include <cstdlib>
#include <string>
#include <thread>

#include "suites/runner/nvml_child.hpp"
#include "suites/runner/serve.hpp"

// What asks NVML, for the node below the folder that it is told; or one that misbehaves.

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  assay::become_worker(static_cast<pid_t>(std::strtol(argv[2], nullptr, 10)));
  const std::string root = argv[1];
  if (root == "deaf") std::this_thread::sleep_for(std::chrono::hours(1));
  if (root == "stillborn") return 5;
  const assay::HostFiles files(root);
  assay::SystemClock clock;
  assay::serve_nvml(assay::kWorkerChannel, files, clock);
  return 0;
}
