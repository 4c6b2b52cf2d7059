#include "kernels/cuda/describe.hpp"

#include <algorithm>
#include <cstdio>

#include "kernels/cuda/peaks.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

int attribute(cudaDeviceAttr which, int ordinal) {
  int value = 0;
  require(status(cudaDeviceGetAttribute(&value, which, ordinal)), "cudaDeviceGetAttribute");
  return value;
}

/// As the driver's tools write it: "GPU-5f0a3f1c-8a53-4a54-9c43-2f3c1f9d0b11".
std::string text_of(const cudaUUID_t& uuid) {
  std::string text = "GPU";
  for (int i = 0; i < 16; ++i) {
    char byte[4];
    std::snprintf(byte, sizeof byte, "%02x", static_cast<unsigned char>(uuid.bytes[i]));
    if (i == 0 || i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += byte;
  }
  return text;
}

/// 0 where the device does not state its clocks.
double peak_bytes_per_second(int ordinal) {
  const double clock_hz = 1e3 * attribute(cudaDevAttrMemoryClockRate, ordinal);
  const double bus_bytes = attribute(cudaDevAttrGlobalMemoryBusWidth, ordinal) / 8.0;
  return 2 * clock_hz * bus_bytes;
}

void add_peaks(DeviceFacts& facts, int ordinal) {
  const int major = attribute(cudaDevAttrComputeCapabilityMajor, ordinal);
  const int minor = attribute(cudaDevAttrComputeCapabilityMinor, ordinal);
  facts.isa = "sm_" + std::to_string(10 * major + minor);
  const double clocks_per_second = 1e3 * attribute(cudaDevAttrClockRate, ordinal) * facts.units;
  for (const NumberType type : kNumberTypes) {
    if (const auto ops = matrix_ops_per_clock(major, minor, type))
      facts.peak_matrix_ops[type] = *ops * clocks_per_second;
    if (const auto ops = vector_ops_per_clock(major, minor, type))
      facts.peak_vector_ops[type] = *ops * clocks_per_second;
  }
}

}  // namespace

std::string pci_address(int ordinal) {
  char address[32] = {};
  require(status(cudaDeviceGetPCIBusId(address, sizeof address, ordinal)), "cudaDeviceGetPCIBusId");
  std::string text = address;
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

DeviceFacts describe(int ordinal) {
  require(status(cudaSetDevice(ordinal)), "cudaSetDevice");
  cudaDeviceProp properties{};
  require(status(cudaGetDeviceProperties(&properties, ordinal)), "cudaGetDeviceProperties");
  std::size_t free = 0;
  std::size_t total = 0;
  require(status(cudaMemGetInfo(&free, &total)), "cudaMemGetInfo");

  DeviceFacts facts;
  facts.subject = {.kind = "gpu", .index = ordinal, .uuid = text_of(properties.uuid)};
  facts.pci = pci_address(ordinal);
  facts.name = properties.name;
  facts.units = properties.multiProcessorCount;
  facts.free_bytes = static_cast<std::int64_t>(free);
  facts.memory_bytes = static_cast<std::int64_t>(total);
  // What an SM can use as shared memory lies in its first-level cache.
  facts.caches = {{1, attribute(cudaDevAttrMaxSharedMemoryPerMultiprocessor, ordinal), facts.units},
                  {2, attribute(cudaDevAttrL2CacheSize, ordinal), 1}};
  const double peak = peak_bytes_per_second(ordinal);
  if (peak > 0) facts.peak_bytes_per_second = peak;
  add_peaks(facts, ordinal);
  return facts;
}

}  // namespace assay::cuda
