// gpu-probe [--device N]: prints one JSON object of facts about a GPU and the software around it.
// Exit status: 0 printed, 2 no device, 3 usage. Changes no setting of the device.
#include <cstring>
#include <iostream>

#include "facts.hpp"
#include "fp8.cuh"
#include "load.cuh"
#include "nvml_facts.hpp"
#include "ranks.hpp"
#include "system.hpp"

namespace probe {
namespace {

struct Attribute {
  const char* key;
  cudaDeviceAttr id;
  double scale;  ///< to SI base units
};
constexpr Attribute attributes[] = {
    {"compute_capability_major", cudaDevAttrComputeCapabilityMajor, 1},
    {"compute_capability_minor", cudaDevAttrComputeCapabilityMinor, 1},
    {"sms", cudaDevAttrMultiProcessorCount, 1},
    {"clock_hz", cudaDevAttrClockRate, 1e3},
    {"memory_clock_hz", cudaDevAttrMemoryClockRate, 1e3},
    {"memory_bus_bits", cudaDevAttrGlobalMemoryBusWidth, 1},
    {"l2_bytes", cudaDevAttrL2CacheSize, 1},
    {"l2_persisting_bytes", cudaDevAttrMaxPersistingL2CacheSize, 1},
    {"shared_bytes_per_sm", cudaDevAttrMaxSharedMemoryPerMultiprocessor, 1},
    {"shared_bytes_per_block", cudaDevAttrMaxSharedMemoryPerBlockOptin, 1},
    {"registers_per_sm", cudaDevAttrMaxRegistersPerMultiprocessor, 1},
    {"threads_per_sm", cudaDevAttrMaxThreadsPerMultiProcessor, 1},
    {"blocks_per_sm", cudaDevAttrMaxBlocksPerMultiprocessor, 1},
    {"single_to_double_ratio", cudaDevAttrSingleToDoublePrecisionPerfRatio, 1},
    {"copy_engines", cudaDevAttrAsyncEngineCount, 1},
    {"ecc", cudaDevAttrEccEnabled, 1},
    {"compute_mode", cudaDevAttrComputeMode, 1},
    {"compute_preemption", cudaDevAttrComputePreemptionSupported, 1},
    {"cooperative_launch", cudaDevAttrCooperativeLaunch, 1},
    {"cluster_launch", cudaDevAttrClusterLaunch, 1},
    {"mps", cudaDevAttrMpsEnabled, 1},
    {"gpudirect_rdma", cudaDevAttrGPUDirectRDMASupported, 1},
    {"memory_pools", cudaDevAttrMemoryPoolsSupported, 1},
    {"host_numa_node", cudaDevAttrHostNumaId, 1},
};

Facts device_facts(int device) {
  Facts facts;
  for (const Attribute& attribute : attributes) {
    facts.find(attribute.key, [&] {
      int value = 0;
      check(cudaDeviceGetAttribute(&value, attribute.id, device), attribute.key);
      return value * attribute.scale;
    });
  }
  facts.find("name", [&] {
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, device), "properties");
    return std::string(properties.name);
  });
  facts.find("memory_bytes", [&] {
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, device), "properties");
    return properties.totalGlobalMem;
  });
  return facts;
}

std::string pci_address(int device) {
  char address[32] = {};
  check(cudaDeviceGetPCIBusId(address, sizeof address, device), "PCI address");
  return address;
}

Facts tool_facts() {
  Facts facts;
  for (const char* tool :
       {"nvidia-smi", "nvcc", "compute-sanitizer", "cuda-gdb", "ncu", "nsys", "cuobjdump",
        "nvdisasm", "nvbandwidth", "all_reduce_perf", "dcgmi", "mlxlink", "ib_write_bw", "ibstat",
        "mpirun", "srun", "cmake", "ninja"}) {
    facts.find(tool, [&] { return path_of(tool); });
  }
  facts.find("torch", [] {
    return output_of(
        "timeout 60 python3 -c 'import torch; print(torch.__version__, torch.version.cuda)' "
        "2>/dev/null");
  });
  return facts;
}

Facts software_facts() {
  Facts facts;
  facts.find("kernel", [] { return output_of("uname -r"); });
  facts.find("os", [] { return output_of(". /etc/os-release && echo \"$PRETTY_NAME\""); });
  int version = 0;
  if (cudaRuntimeGetVersion(&version) == cudaSuccess) facts.set("cuda_runtime", version);
  // 0 is CUDA's answer where no driver is installed.
  if (cudaDriverGetVersion(&version) == cudaSuccess && version > 0) {
    facts.set("cuda_driver", version);
  } else {
    facts.missing("cuda_driver", "no driver is installed");
  }
  return facts;
}

Facts link_facts(const Nvml& nvml, const PcieLink& idle) {
  Facts facts;
  facts.set("idle_generation", idle.generation);
  facts.set("idle_width", idle.width);
  facts.find("host_to_device", [&] { return pcie_under_load(nvml, cudaMemcpyHostToDevice); });
  facts.find("device_to_host", [&] { return pcie_under_load(nvml, cudaMemcpyDeviceToHost); });
  return facts;
}

/// Everything that needs NVML. The link's idle state is read before the first context wakes the
/// device.
void add_nvml_facts(Facts& facts, int device) {
  const Nvml nvml(pci_address(device));
  facts.find("nvml", [&] { return nvml_facts(nvml); });
  facts.find("pcie", [&] { return link_facts(nvml, pcie_link(nvml)); });
  facts.find("power_sensors", [&] { return sensor_cadence(nvml, device, 3); });
}

int probe_main(int device) {
  Facts facts;
  facts.set("schema", "assay/gpu-probe");
  facts.set("schema_version", "1.0");
  facts.set("software", software_facts());
  facts.set("tools", tool_facts());
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status != cudaSuccess || device >= count) {
    facts.missing("device", status != cudaSuccess
                                ? cudaGetErrorString(status)
                                : "there are " + std::to_string(count) + " devices");
    std::cout << facts.json() << '\n';
    return 2;
  }
  facts.set("devices", count);
  facts.set("index", device);
  facts.find("device", [&] { return device_facts(device); });
  try {
    add_nvml_facts(facts, device);
  } catch (const Missing& e) {
    for (const char* key : {"nvml", "pcie", "power_sensors"}) facts.missing(key, e.what());
  }
  facts.find("ranks_on_one_gpu", [&] { return rank_facts(device); });
  facts.find("fp8_e4m3", [&] {
    check(cudaSetDevice(device), "choose device");
    return fp8_facts();
  });
  std::cout << facts.json() << '\n';
  return 0;
}

}  // namespace
}  // namespace probe

int main(int argc, char** argv) {
  if (argc == 5 && std::strcmp(argv[1], "--rank") == 0) {
    return probe::rank_main(std::atoi(argv[2]), argv[3], std::atoi(argv[4]));
  }
  if (argc == 1) return probe::probe_main(0);
  if (argc == 3 && std::strcmp(argv[1], "--device") == 0)
    return probe::probe_main(std::atoi(argv[2]));
  std::cerr << "usage: gpu-probe [--device N]\n";
  return 3;
}
