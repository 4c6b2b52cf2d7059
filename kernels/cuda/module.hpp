#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "kernels/device.hpp"
#include "kernels/script.hpp"

namespace assay {

class Registry;

/// What the CUDA module gives to the program that opens it. Both are built together: the names of
/// their builds must be equal.
struct CudaModule {
  std::string build;
  /// PCI addresses ("0000:1b:00.0") of the devices that the runtime shows, by ordinal. Throws Error
  /// where the driver is absent, too old, or does not answer. Initialises the driver: to be called
  /// in a process that may be lost.
  std::vector<std::string> (*devices)();
  /// Opens a device. Throws Error where it does not answer. `clock` must outlive it.
  std::unique_ptr<Device> (*open)(int ordinal, const Script& script, Clock& clock);
  /// Adds every test that runs on a GPU.
  void (*register_tests)(Registry& registry);
};

/// What both sides must agree on before one calls the other: the compiler and the layout of what
/// passes between them.
[[nodiscard]] inline std::string module_build() {
  return std::string(__VERSION__) + ", " + std::to_string(sizeof(CudaModule)) + '/' +
         std::to_string(sizeof(DeviceFacts)) + '/' + std::to_string(sizeof(Script));
}

/// The one symbol of the module.
using DescribeCudaModule = void (*)(CudaModule& module);
inline constexpr const char* kDescribeCudaModule = "assay_describe_cuda_module";

}  // namespace assay
