#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/host_files.hpp"

namespace assay {

namespace nvml {
struct Api;
}

/// One GPU as NVML knows it. A small value; the Nvml that gave it must outlive it.
class NvmlGpu {
 public:
  NvmlGpu(const nvml::Api& api, void* device, std::string pci)
      : api_(&api), device_(device), pci_(std::move(pci)) {}
  /// "0000:3b:00.0", as sysfs has it.
  [[nodiscard]] const std::string& pci() const noexcept { return pci_; }
  [[nodiscard]] const nvml::Api& api() const noexcept { return *api_; }
  [[nodiscard]] void* device() const noexcept { return device_; }

 private:
  const nvml::Api* api_;
  void* device_;
  std::string pci_;
};

/// Of the driver; "" = it does not say.
struct NvmlVersions {
  std::string driver;  ///< "580.95.05"
  std::string nvml;    ///< "13.580.95.05"
  std::string cuda;    ///< newest CUDA that the driver serves: "13.0"
};

/// NVIDIA's management library, opened and initialised, and shut down at the end. While one exists
/// the driver stays initialised, so that volatile counters keep counting. Only reads. Any call may
/// block for as long as a broken driver likes: call it where that costs nothing else.
class Nvml {
 public:
  /// Throws Error with the loader's or NVML's words if `library` (a path or a soname) cannot be
  /// opened or its driver does not answer.
  explicit Nvml(const std::string& library);
  Nvml(const Nvml&) = delete;
  Nvml& operator=(const Nvml&) = delete;
  ~Nvml();

  [[nodiscard]] NvmlVersions versions() const;
  /// The GPUs that NVML lists, in order of their addresses. Throws Error naming the call if it
  /// lists none of them; one that does not answer is left out and told in `failures`.
  [[nodiscard]] std::vector<NvmlGpu> gpus(std::vector<std::string>& failures) const;
  /// The GPU at a PCI address. Throws Error naming call, address and status if there is none.
  [[nodiscard]] NvmlGpu gpu(const std::string& pci) const;
  [[nodiscard]] const nvml::Api& api() const noexcept { return *api_; }

 private:
  std::unique_ptr<const nvml::Api> api_;
};

/// The NVML of the machine that `files` describes: the soname for this machine; for a tree of files
/// the library in one of the folders below its root where drivers put it, "" if there is none.
[[nodiscard]] std::string nvml_library(const HostFiles& files);

}  // namespace assay
