#include "cli/run/nvml.hpp"

#include <unistd.h>

#include <string>

#include "suites/machine/nvidia.hpp"

namespace assay {

WorkerProgram nvml_program(const HostFiles& files) {
  return {
      .arguments = {"nvml", "--root", files.root().string(), "--parent", std::to_string(getpid())}};
}

std::vector<WatchedGpu> watched_gpus(const Node& node) {
  std::vector<WatchedGpu> watched;
  for (const Gpu& gpu : node.gpus)
    if (!gpu.uuid.empty()) watched.push_back({gpu.pci, subject_of(gpu)});
  return watched;
}

}  // namespace assay
