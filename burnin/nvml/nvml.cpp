#include "burnin/nvml/nvml.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "burnin/nvml/ask.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

using nvml::Status;

constexpr const char* kSoname = "libnvidia-ml.so.1";

/// "0000:3b:00.0"; GPUs have no function but 0. NVML's own text has eight digits before the bus.
std::string address_of(const nvml::PciInfo& info) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04x:%02x:%02x.0", info.domain, info.bus, info.device);
  return text.data();
}

template <class C>
std::string version(const C& call) {
  std::array<char, 96> text{};
  const Status status = call(text.data(), static_cast<unsigned>(text.size()));
  text.back() = '\0';
  return status == Status::ok ? text.data() : "";
}

}  // namespace

Nvml::Nvml(const std::string& library) : api_(std::make_unique<const nvml::Api>(library)) {
  const Status status = api_->init();
  if (status != Status::ok) throw Error("nvmlInit_v2: " + api_->words(status));
}

Nvml::~Nvml() {
  const Status status = api_->shutdown();
  complain({status == Status::ok, static_cast<int>(status), api_->error_string(status)},
           "shut NVML down");
}

NvmlVersions Nvml::versions() const {
  NvmlVersions versions{version(api_->driver_version), version(api_->nvml_version), ""};
  int cuda = 0;  // 1000 x major + 10 x minor
  if (api_->cuda_version(&cuda) == Status::ok && cuda > 0)
    versions.cuda = std::to_string(cuda / 1000) + "." + std::to_string(cuda % 1000 / 10);
  return versions;
}

std::vector<NvmlGpu> Nvml::gpus(std::vector<std::string>& failures) const {
  unsigned count = 0;
  if (const Status status = api_->device_count(&count); status != Status::ok)
    throw Error("nvmlDeviceGetCount_v2: " + api_->words(status));
  std::vector<NvmlGpu> found;
  for (unsigned i = 0; i < count; ++i) {
    nvml::Device device = nullptr;
    nvml::PciInfo info{};
    Status status = api_->device_by_index(i, &device);
    const char* call = api_->device_by_index.name();
    if (status == Status::ok) {
      status = api_->pci_info(device, &info);
      call = api_->pci_info.name();
    }
    if (status == Status::ok)
      found.emplace_back(*api_, device, address_of(info));
    else
      failures.push_back(std::string(call) + " of device " + std::to_string(i) + ": " +
                         api_->words(status));
  }
  std::sort(found.begin(), found.end(),
            [](const NvmlGpu& a, const NvmlGpu& b) { return a.pci() < b.pci(); });
  return found;
}

NvmlGpu Nvml::gpu(const std::string& pci) const {
  nvml::Device device = nullptr;
  const Status status = api_->device_by_pci(pci.c_str(), &device);
  if (status != Status::ok)
    throw Error(nvml::failure(*api_, api_->device_by_pci.name(), pci, status));
  return {*api_, device, pci};
}

std::string nvml_library(const HostFiles& files) {
  if (files.is_this_machine()) return kSoname;
  for (const char* folder :
       {"/usr/lib/x86_64-linux-gnu/", "/usr/lib/aarch64-linux-gnu/", "/usr/lib64/"})
    if (const std::string path = std::string(folder) + kSoname; files.exists(path))
      return files.real(path).string();
  return "";
}

}  // namespace assay
