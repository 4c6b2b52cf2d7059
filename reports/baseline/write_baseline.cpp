#include <fmt/format.h>

#include "core/error.hpp"
#include "reports/baseline/baseline.hpp"
#include "reports/observations/conditions.hpp"

namespace assay {
namespace {

/// A scalar in double quotes: text, whatever it looks like, on one line.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    constexpr unsigned char space = 0x20;
    constexpr unsigned char deleted = 0x7f;
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (byte < space || byte == deleted)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return out + '"';
}

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + quoted(text);
  return "[" + out + "]";
}

/// A list of one text a line; nothing where it is empty.
std::string lines(const std::string& indent, const std::string& key,
                  const std::vector<std::string>& texts) {
  if (texts.empty()) return "";
  std::string out = indent + key + ":\n";
  for (const std::string& text : texts) out += indent + "  - " + quoted(text) + '\n';
  return out;
}

std::string member(const std::string& key, const std::string& text) {
  return text.empty() ? "" : ", " + key + ": " + quoted(text);
}

std::string conditions(const ResultParams& when) {
  std::string out;
  for (const auto& [name, value] : when) {
    const bool is_text = std::holds_alternative<std::string>(value);
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", quoted(name),
                       is_text ? quoted(text_of(value)) : text_of(value));
  }
  return "{" + out + "}";
}

std::string numbers(const std::map<std::string, double>& named) {
  std::string out;
  for (const auto& [name, value] : named)
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", name, value);
  return "{" + out + "}";
}

std::string text_of(const LearnedLimit& limit) {
  const std::string indent = "        ";
  std::string out = fmt::format("      - test: {}\n{}metric: {}\n", quoted(limit.test), indent,
                                quoted(limit.metric));
  const auto line = [&](const std::string& key, const std::string& text) {
    out += indent + key + ": " + text + '\n';
  };
  line("each", quoted(limit.each));
  if (!limit.when.empty()) line("when", conditions(limit.when));
  line("unit", quoted(std::string(symbol(limit.unit))));
  line("better", limit.better == Better::higher ? "higher" : "lower");
  if (!limit.statistic.empty()) line("statistic", limit.statistic);
  line("typical", fmt::format("{}", limit.typical));
  if (!limit.statistics.empty()) line("statistics", numbers(limit.statistics));
  for (const auto& [key, bound] : {std::pair{"at_least", &limit.at_least},
                                   {"warn_below", &limit.warn_below},
                                   {"warn_above", &limit.warn_above},
                                   {"at_most", &limit.at_most}})
    if (*bound) line(key, (*bound)->text);
  line("spread", numbers({{"node", limit.spread.node},
                          {"subject", limit.spread.subject},
                          {"run", limit.spread.run},
                          {"total", limit.spread.total},
                          {"freedom", limit.spread.freedom}}));
  line("nodes", std::to_string(limit.nodes));
  line("values", std::to_string(limit.values));
  return out + lines(indent, "left_out", limit.left_out);
}

std::string text_of(const LearnedFrom& report) {
  return "      - {node: " + quoted(report.node) + member("run", report.run) +
         member("started", report.started) + member("source", report.source) +
         member("hash", report.hash) + "}\n";
}

std::string text_of(const BaselineKind& kind) {
  std::string out = "  - sku: " + quoted(kind.kind.sku) + '\n';
  out += "    fabric: " + quoted(kind.kind.fabric) + '\n';
  out += "    level: " + quoted(kind.kind.level) + '\n';
  out += "    data: " + quoted(kind.kind.data) + '\n';
  out += "    software:\n";
  for (const auto& [name, versions] : kind.software)
    out += "      " + quoted(name) + ": " + listed(versions) + '\n';
  out += "    reports:\n";
  for (const LearnedFrom& report : kind.reports) out += text_of(report);
  out += lines("    ", "not_learned", kind.not_learned);
  out += kind.limits.empty() ? "    limits: []\n" : "    limits:\n";
  for (const LearnedLimit& limit : kind.limits) out += text_of(limit);
  return out;
}

}  // namespace

std::string to_yaml(const Baseline& baseline) {
  std::string out = "baseline: " + quoted(baseline.name) + '\n';
  out += "made: {at: " + quoted(baseline.made) + member("version", baseline.version) +
         member("commit", baseline.commit) + "}\n";
  out += lines("", "left_out", baseline.left_out);
  out += "kinds:\n";
  for (const BaselineKind& kind : baseline.kinds) out += text_of(kind);
  out += "complete: true\n";  // a file that was cut off would demand less
  if (out.size() > kLongestBaseline)
    throw InputError("", 0, "",
                     fmt::format("the baseline would be {} MiB long, more than {} MiB: learn each "
                                 "kind of machine or level by itself",
                                 out.size() >> 20, kLongestBaseline >> 20));
  return out;
}

}  // namespace assay
