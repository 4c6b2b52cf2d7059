#include "suites/machine/nvml_session.hpp"

#include <algorithm>
#include <set>

#include "burnin/nvml/identity.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

template <class T>
void fill(T& known, const T& told) {
  if (known == T{}) known = told;
}

void fill_gpu(Gpu& known, const Gpu& told) {
  fill(known.uuid, told.uuid);
  fill(known.serial, told.serial);
  fill(known.name, told.name);
  fill(known.vbios, told.vbios);
  fill(known.board_part, told.board_part);
  fill(known.module, told.module);
  fill(known.compute_capability, told.compute_capability);
  fill(known.memory_bytes, told.memory_bytes);
  fill(known.sms, told.sms);
}

}  // namespace

NvmlSession open_nvml(const HostFiles& files) {
  const std::string library = nvml_library(files);
  if (library.empty()) return {nullptr, "no libnvidia-ml.so.1"};
  try {
    return {std::make_unique<const Nvml>(library), ""};
  } catch (const Error& error) {
    return {nullptr, error.what()};
  }
}

void complete(Node& node, const Node& told) {
  if (node.gpus.empty()) node.gpus = told.gpus;
  for (Gpu& known : node.gpus)
    for (const Gpu& gpu : told.gpus)
      if (gpu.pci == known.pci) fill_gpu(known, gpu);
  for (const auto& [name, version] : told.software) fill(node.software[name], version);
}

Node read_node_by_nvml(const Nvml& nvml) {
  Node node;
  std::set<std::string> firmware;
  std::vector<std::string> failures;
  for (const NvmlGpu& found : nvml.gpus(failures)) {
    GpuIdentity identity = read_identity(found);
    identity.gpu.index = static_cast<std::int64_t>(node.gpus.size());
    if (!identity.gsp_firmware.empty()) firmware.insert(identity.gsp_firmware);
    node.gpus.push_back(std::move(identity.gpu));
  }
  const NvmlVersions versions = nvml.versions();
  node.software = {{"driver", versions.driver},
                   {"nvml", versions.nvml},
                   {"cuda_driver", versions.cuda},
                   {"gsp_firmware", joined({firmware.begin(), firmware.end()}, ", ")}};
  std::erase_if(node.software, [](const auto& entry) { return entry.second.empty(); });
  return node;
}

}  // namespace assay
