#include "core/text.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/ranks.hpp"
#include "reports/importers/importer.hpp"
#include "reports/importers/nccl/columns.hpp"
#include "reports/importers/nccl/results.hpp"

namespace assay {
namespace {

/// Written with -J: an object of its own that names the two bandwidths.
bool is_json(const LogText& text) {
  return text.contains("\"average_bus_bandwidth\"") ||
         (text.contains("\"alg_bw\"") && text.contains("\"bus_bw\""));
}

bool is_printed(const LogText& text) {
  for (const LogLine& line : text.lines) {
    if (nccl_tests::columns_in(line.text)) return true;
    if (line.text.starts_with("# nThread ") || line.text.starts_with("# nccl-tests version"))
      return true;
    if (line.text.find("# Avg bus bandwidth    : ") != std::string::npos) return true;
    if (!nccl_tests::program_in(line.text).empty()) return true;
  }
  return false;
}

bool recognises_nccl_tests(const Log& log) {
  LogText text = read_text(log);
  strip_ranks(text);
  return is_json(text) || is_printed(text);
}

Imported read_nccl_tests(const Log& log) {
  LogText text = read_text(log);
  strip_ranks(text);
  return nccl_tests::results_of(is_json(text) ? nccl_tests::read_json_file(text)
                                              : nccl_tests::read_printed(text));
}

}  // namespace

ASSAY_IMPORTER(recognises_nccl_tests, read_nccl_tests);

}  // namespace assay
