#pragma once
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/cli/run/run_fixture.hpp"

namespace assay::test {

/// Eight described GPUs that talk to each other through a stand-in for NCCL, a process each.
struct GpuRanks : Run {
  GpuRanks() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread looks at the environment
    setenv("ASSAY_CUDA_LIBRARIES", ASSAY_FAKE_NCCL_FOLDER, 1);
  }
  void TearDown() override {
    for (const char* name : {"ASSAY_CUDA_LIBRARIES", "FAKE_NCCL_HANG", "FAKE_NCCL_WRONG"})
      unsetenv(name);  // NOLINT(concurrency-mt-unsafe)
  }

  Report carry_out(const std::vector<std::string>& more) {
    std::vector<std::string> words{
        "run",
        "--device",
        "cuda",
        "--script",
        std::string(ASSAY_SOURCE_DIR) + "/tests/virtual_node/scenarios/healthy.txt",
        "--profile",
        "none",
        "--quiet",
        "--timeout",
        "2m",
        "-o",
        path};
    words.insert(words.end(), more.begin(), more.end());
    status = run(words);
    return report();
  }

  int status = -1;
};

}  // namespace assay::test
