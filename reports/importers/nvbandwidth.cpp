#include "reports/importers/common/command.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/ranks.hpp"
#include "reports/importers/importer.hpp"
#include "reports/importers/nvbandwidth/results.hpp"

namespace assay {
namespace {

bool is_json(const LogText& text) { return text.contains("\"nvbandwidth\""); }

bool recognises_nvbandwidth(const Log& log) {
  const LogText text = read_text(log);
  return is_json(text) || text.contains("nvbandwidth Version:") ||
         text.contains("Running host_to_device_memcpy") ||
         text.contains("Running device_to_device_memcpy") ||
         text.contains("CPU(row) -> GPU(column)") || text.contains("GPU(row) -> GPU(column)");
}

Imported read_nvbandwidth(const Log& log) {
  LogText text = read_text(log);
  if (is_json(text)) return nvbandwidth::results_of(nvbandwidth::read_json_file(text));
  strip_ranks(text);
  Imported imported = nvbandwidth::results_of(nvbandwidth::read_printed(text));
  imported.command = command_in(text, "nvbandwidth");
  return imported;
}

}  // namespace

ASSAY_IMPORTER(recognises_nvbandwidth, read_nvbandwidth);

}  // namespace assay
