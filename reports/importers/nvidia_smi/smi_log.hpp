#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/importers/common/log_text.hpp"

namespace assay {

/// One value as nvidia-smi printed it.
struct SmiCell {
  std::size_t line = 0;
  std::string text;
};

/// One GPU of a log, in whatever form it was printed.
struct SmiGpu {
  std::size_t line = 0;
  std::optional<std::int64_t> index;  ///< where the form tells it
  /// By the way to the value: "PCI/Bus Id" in text, "pci/pci_bus_id" in XML, "pci.bus_id" in CSV.
  std::map<std::string, SmiCell, std::less<>> cells;
  std::string lost;  ///< why the tool could not ask it; "" = it answered
};

/// What nvidia-smi printed.
struct SmiLog {
  std::string driver, cuda;
  std::optional<std::int64_t> attached;  ///< how many GPUs it says there are
  std::vector<SmiGpu> gpus;
  std::vector<std::string> unread;
};

/// The form of `nvidia-smi -q`.
[[nodiscard]] bool is_smi_text(const LogText& text);
[[nodiscard]] SmiLog read_smi_text(const LogText& text);

/// The form of `nvidia-smi -q -x`.
[[nodiscard]] bool is_smi_xml(const LogText& text);
[[nodiscard]] SmiLog read_smi_xml(const LogText& text);

/// The form of `nvidia-smi --query-gpu=... --format=csv`, with or without units, and of
/// `--query-retired-pages`. A form without its heading says nothing.
[[nodiscard]] bool is_smi_csv(const LogText& text);
[[nodiscard]] SmiLog read_smi_csv(const LogText& text);

/// The table that nvidia-smi prints when nothing else is asked for. Its cells are "name" (shortened
/// by the tool, so a hint only), "bus", "ecc", "persistence", "memory", "power limit", "mig".
[[nodiscard]] bool is_smi_table(const LogText& text);
[[nodiscard]] SmiLog read_smi_table(const LogText& text);

/// The form of `nvidia-smi nvlink -s`. Cells: "name", "uuid", "nvlink" (why there are none) and one
/// "link N" for each.
[[nodiscard]] bool is_smi_nvlink(const LogText& text);
[[nodiscard]] SmiLog read_smi_nvlink(const LogText& text);

}  // namespace assay
