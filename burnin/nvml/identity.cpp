#include "burnin/nvml/identity.hpp"

#include "burnin/nvml/ask.hpp"

namespace assay {
namespace {

using nvml::ask;
using nvml::ask_number;

/// Takes over what was answered and notes what failed.
class Taker {
 public:
  explicit Taker(GpuIdentity& identity) : failures_(identity.failures) {}
  void operator()(Answer<std::string> answer, std::string& to) {
    if (answer.value) to = std::move(*answer.value);
    note(std::move(answer.failure));
  }
  void operator()(Answer<std::int64_t> answer, std::optional<std::int64_t>& to) {
    if (answer.value) to = answer.value;
    note(std::move(answer.failure));
  }

 private:
  void note(std::string failure) {
    if (!failure.empty()) failures_.push_back(std::move(failure));
  }
  std::vector<std::string>& failures_;
};

Answer<std::string> capability(const NvmlGpu& gpu) {
  int major = 0;
  int minor = 0;
  const auto& call = gpu.api().compute_capability;
  const nvml::Status status = call(nvml::device_of(gpu), &major, &minor);
  return nvml::answered(gpu, call, status, std::to_string(major) + "." + std::to_string(minor));
}

Answer<std::string> gsp(const NvmlGpu& gpu) {
  std::array<char, 128> text{};
  const auto& call = gpu.api().gsp_firmware;
  const nvml::Status status = call(nvml::device_of(gpu), text.data());
  return nvml::answered(gpu, call, status, std::string(text.data()));
}

// NOLINTNEXTLINE(modernize-use-string-view): it makes the values of Answer<std::string>
std::string on_or_off(unsigned mode) { return mode == 0 ? "off" : "on"; }

std::string compute_mode_name(unsigned mode) {
  switch (mode) {
    case 0:
      return "default";
    case 2:
      return "prohibited";
    case 3:
      return "exclusive_process";
    default:
      return "mode " + std::to_string(mode);
  }
}

double watts(unsigned milliwatts) { return milliwatts * 1e-3; }

void read_power_limits(const NvmlGpu& gpu, GpuSettings& settings) {
  const nvml::Api& api = gpu.api();
  settings.power_limit_w = ask<unsigned>(gpu, api.power_limit).map(watts);
  settings.default_power_limit_w = ask<unsigned>(gpu, api.default_power_limit).map(watts);
  settings.enforced_power_limit_w = ask<unsigned>(gpu, api.enforced_power_limit).map(watts);
  const auto limits = nvml::ask_two(gpu, api.power_limits);
  settings.least_power_limit_w = limits.map([](nvml::Two two) { return watts(two.first); });
  settings.greatest_power_limit_w = limits.map([](nvml::Two two) { return watts(two.second); });
}

}  // namespace

GpuIdentity read_identity(const NvmlGpu& gpu) {
  const nvml::Api& api = gpu.api();
  GpuIdentity identity;
  Gpu& known = identity.gpu;
  known.pci = gpu.pci();
  Taker take(identity);
  take(nvml::ask_text(gpu, api.name), known.name);
  take(nvml::ask_text(gpu, api.uuid), known.uuid);
  take(nvml::ask_text(gpu, api.serial), known.serial);
  take(nvml::ask_text(gpu, api.vbios), known.vbios);
  take(nvml::ask_text(gpu, api.board_part), known.board_part);
  take(nvml::ask_text(gpu, api.inforom), identity.inforom);
  take(gsp(gpu), identity.gsp_firmware);
  take(ask_number(gpu, api.module_id), known.module);
  take(ask_number(gpu, api.numa_node), identity.numa_node);
  take(capability(gpu), known.compute_capability);
  take(ask<nvml::Memory>(gpu, api.memory).map([](const nvml::Memory& memory) {
    return static_cast<std::int64_t>(memory.total);
  }),
       known.memory_bytes);
  return identity;
}

GpuSettings read_settings(const NvmlGpu& gpu) {
  const nvml::Api& api = gpu.api();
  GpuSettings settings;
  const auto ecc = nvml::ask_two(gpu, api.ecc_mode);
  settings.ecc = ecc.map([](nvml::Two two) { return on_or_off(two.first); });
  settings.ecc_pending = ecc.map([](nvml::Two two) { return on_or_off(two.second); });
  const auto mig = nvml::ask_two(gpu, api.mig_mode);
  settings.mig = mig.map([](nvml::Two two) { return on_or_off(two.first); });
  settings.mig_pending = mig.map([](nvml::Two two) { return on_or_off(two.second); });
  settings.persistence = ask<unsigned>(gpu, api.persistence).map(on_or_off);
  settings.compute_mode = ask<unsigned>(gpu, api.compute_mode).map(compute_mode_name);
  read_power_limits(gpu, settings);
  settings.pcie_generation = ask_number(gpu, api.pcie_generation);
  settings.pcie_generation_max = ask_number(gpu, api.pcie_generation_max);
  settings.pcie_width = ask_number(gpu, api.pcie_width);
  settings.pcie_width_max = ask_number(gpu, api.pcie_width_max);
  return settings;
}

}  // namespace assay
