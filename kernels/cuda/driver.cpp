#include "kernels/cuda/driver.hpp"

#include "kernels/cuda/describe.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {

std::string refusal_of_driver(int version) {
  if (version == 0) return "no NVIDIA driver";
  if (version >= kOldestDriver) return "";
  return "the NVIDIA driver is too old: it offers CUDA " + std::to_string(version / 1000) + "." +
         std::to_string(version % 1000 / 10) + ", CUDA 13.0 is needed (driver 580 or newer)";
}

std::vector<std::string> devices() {
  int version = 0;
  require(status(cudaDriverGetVersion(&version)), "cudaDriverGetVersion");
  const std::string refusal = refusal_of_driver(version);
  if (!refusal.empty()) throw Error(refusal);
  int count = 0;
  const cudaError_t counted = cudaGetDeviceCount(&count);
  if (counted == cudaErrorNoDevice) throw Error("the NVIDIA driver shows no device");
  require(status(counted), "cudaGetDeviceCount");
  std::vector<std::string> addresses;
  addresses.reserve(static_cast<std::size_t>(count));
  for (int ordinal = 0; ordinal < count; ++ordinal) addresses.push_back(pci_address(ordinal));
  return addresses;
}

}  // namespace assay::cuda
