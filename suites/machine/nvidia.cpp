#include "suites/machine/nvidia.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "suites/machine/pci.hpp"

namespace assay {
namespace {

constexpr const char* kDriver = "/proc/driver/nvidia";

std::string information(const HostFiles& files, const std::string& pci) {
  return files.read(std::string(kDriver) + "/gpus/" + pci + "/information").text;
}

/// The driver writes "????????" for what it does not know yet.
std::string field(std::string_view text, std::string_view key) {
  const std::string_view value = value_of(text, key).value_or("");
  return value.find("??") == std::string_view::npos ? std::string(value) : "";
}

bool is_version(std::string_view word) {
  return word.find('.') != std::string_view::npos &&
         word.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

std::vector<Gpu> read_gpus(const HostFiles& files) {
  std::vector<Gpu> gpus;
  const PciTree tree(files);
  for (const PciDevice* device : tree.of_kind(PciKind::gpu)) {
    const std::string text = information(files, device->id);
    Gpu gpu;
    gpu.index = static_cast<std::int64_t>(gpus.size());
    gpu.pci = device->id;
    gpu.name = field(text, "Model");
    gpu.uuid = field(text, "GPU UUID");
    gpu.vbios = field(text, "Video BIOS");
    gpus.push_back(std::move(gpu));
  }
  return gpus;
}

std::vector<Gpu> read_nvidia_gpus(const HostFiles& files) {
  constexpr std::int64_t nvidia = 0x10de;
  const PciTree tree(files);
  std::vector<Gpu> gpus = read_gpus(files);
  std::erase_if(gpus, [&](const Gpu& gpu) { return tree.find(gpu.pci)->vendor != nvidia; });
  return gpus;
}

NvidiaDriver read_nvidia_driver(const HostFiles& files) {
  NvidiaDriver driver;
  const Reading version = files.read(std::string(kDriver) + "/version");
  const std::string_view line = value_of(version.text, "NVRM version").value_or("");
  const auto words = words_of(line);
  const auto found = std::find_if(words.begin(), words.end(), is_version);
  if (found != words.end()) driver.version = *found;
  driver.open_modules = line.find("Open Kernel Module") != std::string_view::npos;
  return driver;
}

std::optional<std::int64_t> device_minor(const HostFiles& files, const Gpu& gpu) {
  return whole_number(field(information(files, gpu.pci), "Device Minor"));
}

Subject subject_of(const Gpu& gpu) {
  Subject subject;
  subject.kind = "gpu";
  subject.index = gpu.index;
  subject.uuid = gpu.uuid;
  subject.serial = gpu.serial;
  return subject;
}

}  // namespace assay
