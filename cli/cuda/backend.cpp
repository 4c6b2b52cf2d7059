#include "cli/cuda/backend.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "cli/cuda/module.hpp"
#include "cli/cuda/probe.hpp"
#include "core/error.hpp"
#include "suites/machine/nvidia.hpp"

namespace assay {
namespace {

constexpr const char* kKind = "cuda";

/// A device of the runtime and what it is on this node.
struct Shown {
  Subject subject;
  std::string address;
  int ordinal;
};

/// Devices of the runtime, known by their addresses: the runtime counts as it likes, and
/// CUDA_VISIBLE_DEVICES renumbers. Where the bus cannot be seen (some containers), as it counts
/// them.
std::vector<Shown> shown_devices(const std::vector<std::string>& addresses,
                                 const std::vector<Gpu>& gpus) {
  std::vector<Shown> known;
  std::vector<Shown> all;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto ordinal = static_cast<int>(i);
    const auto gpu = std::find_if(gpus.begin(), gpus.end(),
                                  [&](const Gpu& one) { return one.pci == addresses[i]; });
    if (gpu != gpus.end()) known.push_back({subject_of(*gpu), addresses[i], ordinal});
    all.push_back({{.kind = "gpu", .index = ordinal}, addresses[i], ordinal});
  }
  std::sort(known.begin(), known.end(),
            [](const Shown& a, const Shown& b) { return a.subject.index < b.subject.index; });
  return gpus.empty() ? all : known;
}

/// "-1" stands for none.
std::optional<std::int64_t> numa_node_of(const HostFiles& files, const std::string& address) {
  const auto node = files.read_integer("/sys/bus/pci/devices/" + address + "/numa_node");
  return node && *node >= 0 ? node : std::nullopt;
}

class CudaOpener {
 public:
  CudaOpener(CudaModule module, const HostFiles& files) : module_(std::move(module)) {
    for (const Shown& shown : shown_devices(module_.devices(), read_gpus(files)))
      ordinals_[shown.subject.index.value_or(-1)] = shown.ordinal;
  }
  std::unique_ptr<Device> operator()(const Target& target, Clock& clock) const {
    const auto ordinal = ordinals_.find(target.subject.index.value_or(-1));
    if (ordinal == ordinals_.end())
      throw Error("the CUDA runtime does not show " + label(target.subject));
    return module_.open(ordinal->second, target.subject, target.script, clock);
  }

 private:
  CudaModule module_;
  std::map<std::int64_t, int> ordinals_;  ///< of the runtime, by index on the PCI bus
};

}  // namespace

void add_device_tests(Registry& registry) {
  Registry all;
  host::register_all(all);
  for (const Test& test : all.tests())
    if (test.on_device && !test.host_only) registry.add(test);
}

std::optional<Backend> cuda_backend(const HostFiles& files) {
  const CudaProbe probe = probe_cuda(files);
  if (!probe.refusal.empty()) return std::nullopt;
  Backend backend{.kind = kKind, .subjects = {}, .open = nullptr};
  for (const Shown& shown : shown_devices(probe.addresses, read_gpus(files)))
    backend.subjects.push_back(
        {.subject = shown.subject, .numa_node = numa_node_of(files, shown.address)});
  if (backend.subjects.empty()) return std::nullopt;
  add_device_tests(backend.registry);
  return backend;
}

Backend cuda_worker_backend(const HostFiles& files) {
  CudaModule module = open_cuda_module();
  Backend backend{.kind = kKind};
  module.register_tests(backend.registry);
  backend.open = CudaOpener(std::move(module), files);
  return backend;
}

}  // namespace assay
