#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/reports/render/parsed.hpp"

namespace assay {
namespace {

using Json = nlohmann::json;

/// As reports/dossier/page/numbers.js counts: printable characters from "#" on, but for two.
std::size_t level_of(char c) {
  std::string all;
  for (char one = '#'; one < 127; ++one)
    if (one != '<' && one != '\\') all += one;
  const std::size_t level = all.find(c);
  if (level == std::string::npos) throw std::runtime_error("no character of a page's numbers");
  return level;
}

std::vector<std::string> names_of(const std::string& packed) {
  std::vector<std::string> names;
  std::string before;
  for (const std::string& line : lines_of(packed)) {
    before = before.substr(0, level_of(line.at(0))) + line.substr(1);
    names.push_back(before);
  }
  return names;
}

void take(Stated& stated, const std::string& host, const Json& reasons) {
  for (const Json& reason : reasons)
    stated.add({.node = host,
                .verdict = reason.at("verdict"),
                .id = reason.value("id", ""),
                .limit = limit_of(reason.value("test", ""), reason.value("metric", "")),
                .subject = reason.value("subject", "")});
}

}  // namespace

std::string html_data(const std::string& document) {
  const std::string open = R"(<script type="application/json" id="data">)";
  const std::size_t begin = document.find(open);
  if (begin == std::string::npos) throw std::runtime_error("a page without data");
  const std::size_t from = begin + open.size();
  return document.substr(from, document.find('<', from) - from);
}

Stated from_html(const std::string& document) {
  const Json data = Json::parse(html_data(document));
  Stated stated;
  if (data.at("kind") == "node") {
    stated.nodes[data.at("title")] = data.at("verdict");
    take(stated, data.at("title"), data.at("reasons"));
    return stated;
  }
  const std::vector<std::string> names = names_of(data.at("nodes").at("names"));
  const std::string verdicts = data.at("nodes").at("verdicts");
  if (verdicts.size() != names.size()) throw std::runtime_error("a name without a verdict");
  const std::vector<std::string> words{"pass", "warn", "unknown", "fail"};
  for (std::size_t i = 0; i < names.size(); ++i)
    stated.nodes[names[i]] = words.at(level_of(verdicts[i]));
  for (const auto& [index, reasons] : data.at("reasons").items())
    take(stated, names.at(std::stoul(index)), reasons.at("list"));
  return stated;
}

}  // namespace assay
