#include <cuda_runtime_api.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bench/gpu/bare.hpp"
#include "kernels/cuda/describe.hpp"
#include "kernels/cuda/driver.hpp"
#include "kernels/cuda/status.hpp"

// gpu-baseline: what bare calls of cudaMemcpyAsync and cublasLtMatmul reach on the first GPU, as
// one JSON object. None of our kernels or ways of sampling stand in between. Ends with 0, or with 2
// and one line where there is no GPU.

namespace assay::bare {

void Findings::attempt(const std::string& what, const std::function<Figure()>& measure) {
  try {
    figures.push_back(measure());
  } catch (const std::exception& failure) {
    missing.push_back({what, failure.what()});
  }
}

namespace {

nlohmann::ordered_json to_json(const Findings& findings, const DeviceFacts& device) {
  nlohmann::ordered_json json{{"by", "bare CUDA calls"},
                              {"device", {{"name", device.name}, {"pci", device.pci}}},
                              {"figures", nlohmann::ordered_json::array()},
                              {"missing", nlohmann::ordered_json::array()}};
  for (const Figure& figure : findings.figures)
    json["figures"].push_back({{"beside", figure.beside},
                               {"what", figure.what},
                               {"unit", figure.unit},
                               {"median", figure.median},
                               {"best", figure.best},
                               {"n", figure.n}});
  for (const Missing& missing : findings.missing)
    json["missing"].push_back({{"what", missing.what}, {"why", missing.why}});
  return json;
}

int run() {
  try {
    (void)cuda::devices();
  } catch (const std::exception& failure) {
    std::cerr << "gpu-baseline: " << failure.what() << '\n';
    return 2;
  }
  require(cuda::status(cudaSetDevice(0)), "cudaSetDevice");
  Findings findings;
  measure_copies(findings);
  measure_products(findings);
  std::cout << to_json(findings, cuda::describe(0)).dump(2) << '\n';
  return 0;
}

}  // namespace
}  // namespace assay::bare

int main() {
  try {
    return assay::bare::run();
  } catch (const std::exception& failure) {
    std::cerr << "gpu-baseline: " << failure.what() << '\n';
    return 4;
  }
}
