#include <charconv>
#include <regex>
#include <set>
#include <stdexcept>

#include "tests/reports/render/parsed.hpp"

namespace assay {
namespace {

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\';
    if (escaped) ++i;
    out += escaped && text.at(i) == 'n' ? '\n' : text.at(i);
  }
  return out;
}

/// `name="value",name="value"}` from `at` on, which is left behind the brace.
std::map<std::string, std::string> labels_in(const std::string& line, std::size_t& at) {
  std::map<std::string, std::string> labels;
  while (line.at(at) != '}') {
    const std::size_t equals = line.find("=\"", at);
    if (equals == std::string::npos) throw std::runtime_error("no label: " + line);
    const std::string name = line.substr(at, equals - at);
    std::size_t end = equals + 2;
    while (line.at(end) != '"') end += line[end] == '\\' ? 2 : 1;
    if (!labels.emplace(name, unescaped(line.substr(equals + 2, end - equals - 2))).second)
      throw std::runtime_error("a label twice: " + line);
    at = end + 1;
    if (line.at(at) == ',') ++at;
  }
  ++at;
  return labels;
}

GaugeSample sample_of(const std::string& line, const std::string& family) {
  std::size_t at = line.find('{');
  if (at == std::string::npos || line.substr(0, at) != family)
    throw std::runtime_error("not of " + family + ": " + line.substr(0, 200));
  GaugeSample sample{.family = family, .labels = labels_in(line, ++at)};
  const char* end = line.data() + line.size();
  const auto [stop, error] = std::from_chars(line.data() + at + 1, end, sample.value);
  if (line.at(at) != ' ' || error != std::errc() || stop != end)
    throw std::runtime_error("no number at the end: " + line.substr(0, 200));
  return sample;
}

}  // namespace

std::vector<GaugeSample> parse_exposition(const std::string& document) {
  static const std::regex kType("# TYPE ([a-z_]+) gauge");
  std::vector<GaugeSample> samples;
  std::set<std::string> families;
  std::set<std::pair<std::string, std::map<std::string, std::string>>> series;
  std::string family;
  for (const std::string& line : lines_of(document)) {
    std::smatch type;
    if (line.starts_with("# HELP ")) continue;
    if (std::regex_match(line, type, kType)) {
      family = type[1];
      if (!families.insert(family).second) throw std::runtime_error("split family " + family);
      continue;
    }
    samples.push_back(sample_of(line, family));
    if (!series.emplace(family, samples.back().labels).second)
      throw std::runtime_error("the same series twice: " + line.substr(0, 200));
  }
  return samples;
}

Stated from_prometheus(const std::string& document) {
  Stated stated;
  for (const GaugeSample& sample : parse_exposition(document)) {
    const auto& labels = sample.labels;
    if (sample.family == "assay_verdict" && sample.value == 1)
      stated.nodes[labels.at("node")] = labels.at("verdict");
    if (sample.family != "assay_reasons") continue;
    const StatedReason reason{.node = labels.at("node"),
                              .verdict = labels.at("verdict"),
                              .id = labels.at("id"),
                              .limit = limit_of(labels.at("test"), labels.at("metric")),
                              .subject = labels.at("subject")};
    for (int n = 0; n < static_cast<int>(sample.value); ++n) stated.add(reason);
  }
  return stated;
}

}  // namespace assay
