#include "tests/virtual_node/normalised.hpp"

#include <cstdio>
#include <regex>

namespace assay::test {
namespace {

/// Without addresses, bit patterns, shares of the budget, line numbers of sources and where the
/// sources are.
std::string lasting(const std::string& text) {
  static const std::regex kBits("0x[0-9a-f]+");
  static const std::regex kBudget(" \\(budget [0-9.]+ s\\)");
  static const std::regex kPlace(" \\[[a-z_/.]+:[0-9]+\\]");
  static const std::regex kFolder("[^ (]*/tests/virtual_node/");
  std::string left = std::regex_replace(text, kBits, "BITS");
  left = std::regex_replace(left, kBudget, "");
  left = std::regex_replace(left, kPlace, "");
  return std::regex_replace(left, kFolder, "");
}

std::string value_of(const Metric& metric) {
  char text[64];
  std::snprintf(text, sizeof text, "%.6g", metric.value.value_or(-1));
  return metric.name + " " + (metric.value ? text : "unknown") + " " +
         std::string(symbol(metric.unit));
}

}  // namespace

std::string normalised(const Report& report) {
  std::string text;
  for (const Gpu& gpu : report.node.gpus)
    text += "gpu " + std::to_string(gpu.index) + "  " + gpu.uuid + "  " + gpu.serial + "  " +
            gpu.vbios + "  " + gpu.pci + "  x" + std::to_string(gpu.pcie_width.value_or(-1)) + "\n";
  for (const Result& result : report.results) {
    text += result.test + "  " + label(result.subject) + "  " + std::string(name(result.outcome));
    if (!result.metrics.empty()) text += "  " + value_of(result.metrics.front());
    if (!result.reason.empty()) text += "  " + lasting(result.reason);
    text += '\n';
  }
  for (const Event& event : report.events)
    if (event.kind != "telemetry_lost")
      text +=
          "event " + event.kind + "  " + label(event.subject) + "  " + lasting(event.text) + "\n";
  return text;
}

std::string normalised(const Judgement& judgement) {
  std::string text = "verdict " + std::string(name(judgement.verdict)) + "\n";
  for (const Reason& reason : judgement.reasons)
    if (reason.id != "telemetry-lost")
      text += std::string(name(reason.verdict)) + "  " + reason.id + "  " + reason.subject + "  " +
              reason.test + "  " + lasting(reason.text) + "\n";
  return text;
}

}  // namespace assay::test
