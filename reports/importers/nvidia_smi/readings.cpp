#include "reports/importers/nvidia_smi/readings.hpp"

#include <algorithm>
#include <cctype>

#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/machine/findings.hpp"

namespace assay {
namespace {

using Names = std::initializer_list<std::string_view>;

void add_power(const SmiReader& smi, Result& result) {
  const auto limit =
      smi.number({"GPU Power Readings/Requested Power Limit", "Power Readings/Power Limit",
                  "gpu_power_readings/requested_power_limit", "power_readings/power_limit",
                  "power.limit", "power limit"},
                 "W");
  const auto enforced =
      smi.number({"GPU Power Readings/Current Power Limit", "Power Readings/Enforced Power Limit",
                  "gpu_power_readings/current_power_limit", "power_readings/enforced_power_limit",
                  "enforced.power.limit"},
                 "W");
  const auto normal =
      smi.number({"GPU Power Readings/Default Power Limit", "Power Readings/Default Power Limit",
                  "gpu_power_readings/default_power_limit", "power_readings/default_power_limit",
                  "power.default_limit"},
                 "W");
  if (limit) add_reading(result, "power_limit", Unit::watts, Better::higher, limit);
  if (enforced && normal && *normal > 0)
    add_reading(result, "power_limit_share", Unit::ratio, Better::higher, *enforced / *normal);
  if (const auto temperature = smi.number({"Temperature/GPU Current Temp", "temperature/gpu_temp",
                                           "temperature.gpu", "temperature"},
                                          "C"))
    add_reading(result, "temperature", Unit::celsius, Better::lower, temperature);
}

void add_pcie(const SmiReader& smi, Result& result) {
  const auto width = smi.number(
      {"PCI/GPU Link Info/Link Width/Current",
       "pci/pci_gpu_link_info/link_widths/current_link_width", "pcie.link.width.current"},
      "x");
  const auto widest =
      smi.number({"PCI/GPU Link Info/Link Width/Max",
                  "pci/pci_gpu_link_info/link_widths/max_link_width", "pcie.link.width.max"},
                 "x");
  const auto generation =
      smi.number({"PCI/GPU Link Info/PCIe Generation/Current",
                  "pci/pci_gpu_link_info/pcie_gen/current_link_gen", "pcie.link.gen.current"},
                 "");
  if (width) add_reading(result, "pcie_width", Unit::count, Better::higher, width);
  if (width && widest && *widest > 0)
    add_reading(result, "pcie_width_share", Unit::ratio, Better::higher, *width / *widest);
  if (generation) add_reading(result, "pcie_generation", Unit::count, Better::higher, generation);
}

/// "25 GB/s" or "<inactive>", a cell for each link.
void add_nvlinks(const SmiReader& smi, Result& result) {
  std::size_t links = 0;
  double active = 0;
  std::optional<double> slowest;
  for (const auto& [name, cell] : smi.gpu().cells) {
    if (!name.starts_with("link ")) continue;
    ++links;
    const auto words = words_of(cell.text);
    const auto speed = words.size() == 2 && words[1] == "GB/s" ? decimal(words[0]) : std::nullopt;
    if (speed && *speed > 0) {
      ++active;
      slowest = std::min(slowest.value_or(*speed), *speed);
    } else if (cell.text != "<inactive>") {
      smi.unread(cell, "\"" + cell.text + "\" is no speed of a link");
    }
  }
  if (const SmiCell* why = smi.find({"nvlink"})) add_fact(result, "nvlink", why->text);
  if (links == 0) return;
  for (std::size_t i = 0; i < links; ++i)
    if (!smi.gpu().cells.contains("link " + std::to_string(i)))
      smi.unread({smi.gpu().line, ""}, "link " + std::to_string(i) + " is missing");
  add_reading(result, "nvlinks", Unit::count, Better::higher, active);
  if (slowest)
    add_reading(result, "nvlink_speed", Unit::bytes_per_second, Better::higher, *slowest * 1e9);
}

/// "Enabled" and "On" are on.
void add_mode(const SmiReader& smi, Result& result, std::string_view fact, Names names) {
  const std::string word = smi.word(names);
  if (word == "Enabled" || word == "On") add_fact(result, fact, "on");
  if (word == "Disabled" || word == "Off") add_fact(result, fact, "off");
}

void add_modes(const SmiReader& smi, Result& result) {
  add_mode(smi, result, "ecc", {"ECC Mode/Current", "ecc_mode/current_ecc", "ecc.mode.current"});
  add_mode(smi, result, "ecc_pending",
           {"ECC Mode/Pending", "ecc_mode/pending_ecc", "ecc.mode.pending"});
  add_mode(smi, result, "mig",
           {"MIG Mode/Current", "mig_mode/current_mig", "mig.mode.current", "mig"});
  add_mode(smi, result, "mig_pending",
           {"MIG Mode/Pending", "mig_mode/pending_mig", "mig.mode.pending"});
  add_mode(smi, result, "persistence", {"Persistence Mode", "persistence_mode", "persistence"});
  add_fact(result, "compute_mode", smi.word({"Compute Mode", "compute_mode"}));
  const SmiCell* action = smi.find({"GPU Recovery Action", "gpu_recovery_action"});
  if (action == nullptr || action->text == "N/A" || action->text == "[N/A]") return;
  add_reading(result, "recovery_needed", Unit::count, Better::lower,
              action->text == "None" ? 0.0 : 1.0);
  add_fact(result, "recovery_action", action->text);
}

void add_errors(const SmiReader& smi, Result& result) {
  for (const auto& [name, cell] : smi.gpu().cells)
    if (is_error_word(cell.text)) {
      set_error(result, "the GPU did not answer: " + name + " is \"" + cell.text + "\"");
      return;
    }
}

}  // namespace

const SmiCell* SmiReader::find(Names names) const {
  for (const std::string_view name : names)
    if (const auto found = gpu_.cells.find(name); found != gpu_.cells.end()) return &found->second;
  return nullptr;
}

std::string SmiReader::word(Names names) const {
  const SmiCell* cell = find(names);
  return cell == nullptr || is_absent_word(cell->text) || is_error_word(cell->text) ? ""
                                                                                    : cell->text;
}

std::optional<double> SmiReader::number(Names names, std::string_view unit) const {
  const std::string text = word(names);
  if (text.empty()) return std::nullopt;
  std::string_view digits = text;
  if (!unit.empty() && digits.ends_with(unit))
    digits = trimmed(digits.substr(0, digits.size() - unit.size()));
  const auto value = decimal(digits);
  if (!value || *value < 0) {
    unread(*find(names),
           "\"" + text + "\" is no number" + (unit.empty() ? "" : " of " + std::string(unit)));
    return std::nullopt;
  }
  return value;
}

void SmiReader::unread(const SmiCell& cell, const std::string& why) const {
  const std::string line = at_line(file_, cell.line, why);
  if (std::find(unread_.begin(), unread_.end(), line) == unread_.end()) unread_.push_back(line);
}

void add_smi_readings(const SmiReader& smi, Result& result) {
  add_smi_memory_errors(smi, result);
  add_power(smi, result);
  add_pcie(smi, result);
  add_nvlinks(smi, result);
  add_modes(smi, result);
  add_errors(smi, result);
}

}  // namespace assay
