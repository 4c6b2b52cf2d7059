#include "burnin/nvml/identity.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "suites/gpu_counters.hpp"
#include "suites/machine/nvidia.hpp"
#include "suites/machine/nvml_session.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void put_settings(const Look& look, const GpuSettings& settings) {
  look.result.params["ecc"] =
      settings.ecc.value ? *settings.ecc.value == "on" : settings.ecc.supported();
  look.fact("ecc", settings.ecc);
  look.fact("ecc_pending", settings.ecc_pending);
  look.fact("mig", settings.mig);
  look.fact("mig_pending", settings.mig_pending);
  look.fact("persistence", settings.persistence);
  look.fact("compute_mode", settings.compute_mode);
  look.put("power_limit", Unit::watts, Better::higher, settings.power_limit_w);
  look.put("power_limit_share", Unit::ratio, Better::higher,
           share(settings.enforced_power_limit_w, settings.default_power_limit_w));
  look.put("pcie_width", Unit::count, Better::higher, settings.pcie_width);
  look.put("pcie_width_share", Unit::ratio, Better::higher,
           share(settings.pcie_width, settings.pcie_width_max));
  // An idle GPU trains its link down: the generation is judged under load, by link.pcie.
  look.put("pcie_generation", Unit::count, Better::higher, settings.pcie_generation);
}

void put_errors(const Look& look, const GpuHealth& health) {
  put_ecc_errors(look, health);
  look.delta("dram_corrected", health.dram_volatile.corrected);
  look.delta("dram_uncorrected", health.dram_volatile.uncorrected);
  look.delta("sram_corrected", health.sram_volatile.corrected);
  look.delta("sram_uncorrected", health.sram_volatile.uncorrected);
  look.delta("pcie_replays", health.pcie_replays);
  look.put("sram_threshold_exceeded", Unit::count, Better::lower, health.sram_threshold_exceeded);
  look.put("ecc_aggregate_uncorrected", Unit::count, Better::lower,
           health.ecc_aggregate.uncorrected);
}

/// What to do about a row that failed. Pending: it works until then, with a spare row waiting.
std::string action_for(const GpuHealth& health) {
  const auto& rows = health.remapped.value;
  if (rows && rows->failed) return "replace the board: a row of memory could not be replaced";
  const std::string& told = health.recovery_action.value.value_or("none");
  if (told != "none") return told + " (asked for by the driver)";
  return rows && rows->pending ? "reset the GPU, so that a bad row of memory is replaced" : "";
}

void put_rows(const Look& look, const GpuHealth& health) {
  const auto& rows = health.remapped;
  look.param("row_remapper", rows);
  look.put("remap_pending", Unit::count, Better::lower,
           rows.map([](const RemappedRows& told) { return told.pending; }));
  look.put("remap_failed", Unit::count, Better::lower,
           rows.map([](const RemappedRows& told) { return told.failed; }));
  look.put("remapped_rows", Unit::count, Better::lower,
           rows.map([](const RemappedRows& told) { return told.corrected + told.uncorrected; }));
  put_rows_remapped(look, health);
  look.put("recovery_needed", Unit::count, Better::lower,
           health.recovery_action.map([](const std::string& told) { return told != "none"; }));
  look.put("banks_without_spare_rows", Unit::count, Better::lower,
           health.spare_rows.map([](const SpareRows& spare) { return spare.none; }));
  look.fact("recovery_action", health.recovery_action);
  put_fact(look.result, "action", action_for(health));
}

void put_link_errors(const Look& look, const std::vector<NvLink>& links, const std::string& name) {
  const LinkErrors errors = errors_of(look, links, name);
  if (!errors.counted) return;
  if (errors.why_not.empty())
    put(look.result, name + "_delta", Unit::count, Better::lower, errors.added);
  else
    put_unknown(look.result, name + "_delta", Unit::count, Better::lower, errors.why_not);
  put_fact(look.result, name, errors.where);
}

void put_links(const Look& look, const GpuHealth& health) {
  look.result.params["nvlink"] = !health.links.empty();
  if (health.links.empty()) return;
  const LinkState state = state_of(health.links);
  look.put("nvlinks", Unit::count, Better::higher, state.active);
  look.put("nvlinks_share", Unit::ratio, Better::higher, share(state.active, state.all));
  look.put("nvlink_speed", Unit::bytes_per_second, Better::higher, state.slowest);
  put_fact(look.result, "nvlinks_down", state.down);
  for (const std::string& name : nvlink_counter_names()) put_link_errors(look, health.links, name);
}

void look_at(const Context& context, const Nvml& nvml, const Gpu& gpu, Results& results) try {
  const NvmlGpu found = nvml.gpu(gpu.pci);
  const GpuIdentity identity = read_identity(found);
  Gpu known = gpu;
  known.serial = identity.gpu.serial;
  if (known.uuid.empty()) known.uuid = identity.gpu.uuid;
  Result& result = results.about(subject_of(known));
  // Every GPU has a UUID: one that does not tell it has stopped answering.
  if (identity.gpu.uuid.empty() && !identity.failures.empty()) {
    mark_unreadable(result, identity.failures.front());
    return;
  }
  const Look look{result, context.counters, gpu.pci};
  const GpuHealth health = read_health(found);
  put_errors(look, health);
  put_rows(look, health);
  put_settings(look, read_settings(found));
  put_links(look, health);
  put_fabric(look, health);
  put_fact(result, "gsp_firmware", identity.gsp_firmware);
  put_fact(result, "inforom", identity.inforom);
  put_fact(result, "throttles", joined(health.throttles, ", "));
} catch (const Error& error) {
  mark_unreadable(results.about(subject_of(gpu)), error.what());
}

/// What NVML says of each NVIDIA GPU that is on the PCI bus, whether or not NVML lists it.
void gpu(const Context& context, Results& results) {
  const auto gpus = read_nvidia_gpus(context.files);
  if (gpus.empty()) {
    mark_absent(results.about({.kind = "gpu"}), "no NVIDIA GPU");
    return;
  }
  const NvmlSession session = open_nvml(context.files);
  for (const Gpu& each : gpus) {
    if (session.nvml)
      look_at(context, *session.nvml, each, results);
    else
      mark_unreadable(results.about(subject_of(each)), session.why_not);
  }
}

std::vector<MetricSpec> declared() {
  std::vector<MetricSpec> metrics;
  for (const char* name :
       {"ecc_uncorrected_delta", "ecc_corrected_delta", "dram_corrected_delta",
        "dram_uncorrected_delta", "sram_corrected_delta", "sram_uncorrected_delta",
        "pcie_replays_delta", "sram_threshold_exceeded", "ecc_aggregate_uncorrected",
        "remap_pending", "remap_failed", "remapped_rows", "rows_remapped_delta", "recovery_needed",
        "banks_without_spare_rows", "fabric_complaints"})
    metrics.push_back({name, Unit::count, Better::lower});
  for (const std::string& name : nvlink_counter_names())
    metrics.push_back({name + "_delta", Unit::count, Better::lower});
  for (const char* name : {"pcie_width", "pcie_generation", "nvlinks"})
    metrics.push_back({name, Unit::count});
  for (const char* name : {"power_limit_share", "pcie_width_share", "nvlinks_share"})
    metrics.push_back({name, Unit::ratio});
  metrics.push_back({"power_limit", Unit::watts});
  metrics.push_back({"nvlink_speed", Unit::bytes_per_second});
  return metrics;
}

}  // namespace

ASSAY_HOST_TEST(gpu, .summary = "GPUs by NVML: ECC and row remapping, limits, links, modes",
                .seconds = {.quick = 0.5, .standard = 0.5, .burnin = 0.5}, .metrics = declared(),
                .brackets_run = true);

}  // namespace assay::ASSAY_BACKEND
