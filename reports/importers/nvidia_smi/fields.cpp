#include "reports/importers/nvidia_smi/fields.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/machine/findings.hpp"
#include "reports/importers/nvidia_smi/readings.hpp"

namespace assay {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

/// "00000000:3B:00.0" as the kernel writes it: "0000:3b:00.0".
std::string kernel_address(std::string_view text) {
  std::string address(text);
  std::transform(address.begin(), address.end(), address.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool has_long_domain = address.size() == 16 && address.starts_with("0000");
  return has_long_domain ? address.substr(4) : address;
}

bool is_address(std::string_view text) {
  return text.size() >= 12 && std::count(text.begin(), text.end(), ':') == 2 &&
         text.find_first_not_of("0123456789abcdef:.") == std::string_view::npos;
}

Gpu identity_of(const SmiReader& smi, std::int64_t index) {
  Gpu gpu;
  gpu.index = index;
  gpu.name = smi.word({"Product Name", "product_name", "name", "gpu_name"});
  // The table shortens names; what is shortened is no name.
  if (gpu.name.ends_with("...")) gpu.name.clear();
  gpu.uuid = smi.word({"GPU UUID", "uuid", "gpu_uuid"});
  gpu.serial = smi.word({"Serial Number", "serial", "gpu_serial"});
  gpu.vbios = smi.word({"VBIOS Version", "vbios_version"});
  gpu.board_part = smi.word({"Board Part Number", "board_part_number"});
  gpu.pci = kernel_address(
      smi.word({"PCI/Bus Id", "pci/pci_bus_id", "pci.bus_id", "gpu_bus_id", "bus", "id"}));
  gpu.compute_capability = smi.word({"compute_cap"});
  gpu.module =
      whole_number(smi.word({"Platform Info/Module Id", "Platform Info/Module ID", "GPU Module ID",
                             "platformInfo/module_id", "gpu_module_id", "platform.module_id"}));
  if (const auto mebibytes = smi.number(
          {"FB Memory Usage/Total", "fb_memory_usage/total", "memory.total", "memory"}, "MiB"))
    gpu.memory_bytes = static_cast<std::int64_t>(*mebibytes * kMebibyte);
  if (const auto width = smi.number(
          {"PCI/GPU Link Info/Link Width/Current",
           "pci/pci_gpu_link_info/link_widths/current_link_width", "pcie.link.width.current"},
          "x"))
    gpu.pcie_width = static_cast<std::int64_t>(*width);
  return gpu;
}

class Findings {
 public:
  Findings(const LogText& text, const SmiLog& log) : text_(text), log_(log) {
    imported_.unread = text.unread;
    imported_.unread.insert(imported_.unread.end(), log.unread.begin(), log.unread.end());
    note_open_end(text, imported_);
  }

  Imported imported() {
    if (!log_.driver.empty()) imported_.node.software["driver"] = log_.driver;
    if (!is_absent_word(log_.cuda)) imported_.node.software["cuda"] = log_.cuda;
    imported_.tool_version = log_.driver;
    if (log_.gpus.empty()) unread(0, "shows no GPU");
    std::int64_t next = 0;
    for (const SmiGpu& gpu : log_.gpus) {
      const std::int64_t index = gpu.index.value_or(next);
      next = index + 1;
      add(gpu, index);
    }
    const auto shown = static_cast<std::int64_t>(log_.gpus.size());
    if (log_.attached && *log_.attached != shown)
      unread(0, "says that " + std::to_string(*log_.attached) + " GPUs are attached and shows " +
                    std::to_string(shown));
    return std::move(imported_);
  }

 private:
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  void add(const SmiGpu& cells, std::int64_t index) {
    const SmiReader smi(cells, text_.file, imported_.unread);
    Gpu gpu = identity_of(smi, index);
    if (!gpu.pci.empty() && !is_address(gpu.pci)) {
      unread(cells.line, "\"" + gpu.pci + "\" is no PCI address");
      gpu.pci.clear();
    }
    if (!gpu.uuid.empty() && !gpu.uuid.starts_with("GPU-")) {
      unread(cells.line, "\"" + gpu.uuid + "\" is no UUID of a GPU");
      gpu.uuid.clear();
    }
    check_once(cells.line, "index", std::to_string(index));
    check_once(cells.line, "PCI address", gpu.pci);
    check_once(cells.line, "UUID", gpu.uuid);
    Result result;
    result.test = "system.gpu";
    result.subject = {.kind = "gpu", .index = index, .uuid = gpu.uuid, .serial = gpu.serial};
    if (!cells.lost.empty()) {
      set_error(result, cells.lost);
    } else {
      add_smi_readings(smi, result);
    }
    imported_.node.gpus.push_back(std::move(gpu));
    imported_.results.push_back(std::move(result));
  }

  void check_once(std::size_t line, const std::string& what, const std::string& value) {
    if (!value.empty() && !seen_.insert(what + " " + value).second)
      unread(line, "a second GPU with the " + what + " " + value);
  }

  const LogText& text_;
  const SmiLog& log_;
  Imported imported_;
  std::set<std::string> seen_;
};

}  // namespace

Imported smi_findings(const LogText& text, const SmiLog& log) {
  return Findings(text, log).imported();
}

}  // namespace assay
