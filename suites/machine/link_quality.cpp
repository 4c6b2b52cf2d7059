#include "suites/machine/link_quality.hpp"

#include <cmath>
#include <cstdlib>

#include "core/text.hpp"
#include "core/tool.hpp"

namespace assay {
namespace {

/// Without the terminal's colour codes (ESC [ ... m).
std::string uncoloured(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[';
    const auto end = escape ? text.find('m', i) : std::string::npos;
    if (end == std::string::npos) plain += text[i];
    if (end != std::string::npos) i = end;
  }
  return plain;
}

/// "15E-255" -> 1.5e-254, which is how the tool writes 0.
std::optional<double> error_rate(std::string_view text) {
  const auto rate = leading_number(text);
  const bool is_rate = rate && std::isfinite(*rate) && *rate <= 1;
  return is_rate ? rate : std::nullopt;
}

std::optional<double> rate_in(const std::string& text, std::string_view key) {
  const auto value = value_of(text, key);
  return value ? error_rate(*value) : std::nullopt;
}

}  // namespace

LinkQuality parse_mlxlink(const std::string& text) {
  const std::string plain = uncoloured(text);
  LinkQuality quality;
  quality.raw_ber = rate_in(plain, "Raw Physical BER");
  quality.effective_ber = rate_in(plain, "Effective Physical BER");
  quality.symbol_ber = rate_in(plain, "Symbol BER");
  quality.fec = value_of(plain, "FEC").value_or("");
  if (!quality.raw_ber && !quality.effective_ber) quality.why_not = "mlxlink tells no error rate";
  return quality;
}

std::string find_mlxlink(const HostFiles& files) {
  for (const char* path : {"/usr/bin/mlxlink", "/usr/sbin/mlxlink", "/usr/local/bin/mlxlink"})
    if (files.exists(path)) return path;
  return "";
}

LinkQuality read_link_quality(const HostFiles& files, const std::string& tool,
                              const std::string& device, const std::string& port) {
  constexpr double patience_s = 5;
  const ToolOutput output = run_tool(files.real(tool).string(),
                                     {"-d", device, "-p", port, "--show_counters"}, patience_s);
  if (output.why_not.empty()) return parse_mlxlink(output.text);
  LinkQuality quality;
  quality.why_not = output.why_not;
  return quality;
}

}  // namespace assay
