#include "tests/reports/render/parsed.hpp"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace assay {
namespace {

using Json = nlohmann::json;

void take(Stated& stated, const Json& node) {
  const std::string host = node.at("node");
  stated.nodes[host] = node.at("verdict");
  for (const Json& reason : node.at("reasons")) {
    const std::string verdict = reason.at("verdict");
    const std::string test = reason.value("test", "");
    const std::string metric = reason.value("metric", "");
    const std::string dot = test.empty() || metric.empty() ? "" : ".";
    const std::string name = test + dot + metric;
    if (verdict != "pass")
      stated.limits.insert(host + ' ' + verdict + ' ' + (name.empty() ? "-" : name));
  }
}

Stated from_json(const std::string& document) {
  Stated stated;
  for (const Json& node : Json::parse(document)) take(stated, node);
  return stated;
}

Stated from_jsonl(const std::string& document) {
  Stated stated;
  for (const std::string& line : lines_of(document)) take(stated, Json::parse(line));
  return stated;
}

Stated from_csv(const std::string& document) {
  Stated stated;
  const auto records = parse_csv(document);
  for (std::size_t i = 1; i < records.size(); ++i) {
    const auto& cells = records[i];
    stated.nodes[cells.at(0)] = cells.at(1);
    const std::string dot = cells.at(5).empty() || cells.at(6).empty() ? "" : ".";
    const std::string name = cells.at(5) + dot + cells.at(6);
    if (cells.at(2) != "pass")
      stated.limits.insert(cells[0] + ' ' + cells[2] + ' ' + (name.empty() ? "-" : name));
  }
  return stated;
}

std::string verdict_of(const boost::property_tree::ptree& testcase) {
  if (testcase.count("failure") > 0) return "fail";
  if (testcase.count("error") > 0) return "unknown";
  if (testcase.count("system-out") > 0) return "warn";
  return "pass";
}

Stated from_junit(const std::string& document) {
  std::istringstream in(document);
  boost::property_tree::ptree tree;
  boost::property_tree::read_xml(in, tree);
  Stated stated;
  for (const auto& [tag, suite] : tree.get_child("testsuites")) {
    if (tag != "testsuite") continue;
    const auto host = suite.get<std::string>("<xmlattr>.name");
    stated.nodes[host] =
        suite.get_child("properties").front().second.get<std::string>("<xmlattr>.value");
    for (const auto& [inner, testcase] : suite) {
      if (inner != "testcase" || verdict_of(testcase) == "pass") continue;
      const auto name = testcase.get<std::string>("<xmlattr>.name");
      const std::string known = name.substr(0, name.find(' '));
      stated.limits.insert(host + ' ' + verdict_of(testcase) + ' ' +
                           (known.starts_with("id-") || known == "incomplete-run" ? "-" : known));
    }
  }
  return stated;
}

std::vector<std::string> split_at_two_spaces(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t begin = line.find_first_not_of(' ');
  while (begin < line.size()) {
    const std::size_t end = std::min(line.find("  ", begin), line.size());
    cells.push_back(line.substr(begin, end - begin));
    begin = line.find_first_not_of(' ', end);
  }
  return cells;
}

Stated from_text(const std::string& document) {
  Stated stated;
  for (const std::string& line : lines_of(document)) {
    const auto cells = split_at_two_spaces(line);
    if (cells.size() == 4) stated.nodes[cells[1]] = cells[0];
    if (cells.size() != 9) continue;
    const std::string verdict = cells[8].substr(0, cells[8].find_first_of(" :"));
    if (verdict != "pass") stated.limits.insert(cells[0] + ' ' + verdict + ' ' + cells[2]);
  }
  return stated;
}

std::string without(std::string text, const std::string& characters) {
  std::erase_if(text, [&](char c) { return characters.find(c) != std::string::npos; });
  return text;
}

Stated from_markdown(const std::string& document) {
  Stated stated;
  for (const std::string& line : lines_of(document)) {
    const auto cells = table_cells(line);
    if (cells.empty() || cells[0] == "verdict" || cells[0] == "---") continue;
    const std::string verdict = without(cells[0], "*");
    if (cells.size() == 5) stated.nodes[cells[1]] = verdict;
    if (cells.size() == 10 && verdict != "pass")
      stated.limits.insert(cells[1] + ' ' + verdict + ' ' + without(cells[3], "\\"));
  }
  return stated;
}

}  // namespace

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> table_cells(const std::string& row) {
  std::vector<std::string> cells;
  if (row.empty() || row.front() != '|') return cells;
  std::string cell;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] == '\\' && i + 1 < row.size()) {
      cell += row.substr(i++, 2);
    } else if (row[i] == '|') {
      const auto first = cell.find_first_not_of(' ');
      const auto last = cell.find_last_not_of(' ');
      cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
      cell.clear();
    } else {
      cell += row[i];
    }
  }
  if (!cell.empty()) throw std::runtime_error("a row ends with a bar");
  return cells;
}

std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> records{{}};
  std::string cell;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      if (!cell.empty()) throw std::runtime_error("a quote inside a bare cell");
      for (++i; !(text.at(i) == '"' && (i + 1 == text.size() || text[i + 1] != '"')); ++i) {
        if (text[i] == '"') ++i;
        cell += text[i];
      }
      if (i + 1 < text.size() && text[i + 1] != ',' && text[i + 1] != '\r')
        throw std::runtime_error("text after a closing quote");
    } else if (text[i] == ',') {
      records.back().push_back(std::exchange(cell, {}));
    } else if (text[i] == '\r') {
      if (text.at(++i) != '\n') throw std::runtime_error("a bare CR");
      records.back().push_back(std::exchange(cell, {}));
      records.emplace_back();
    } else if (text[i] == '\n') {
      throw std::runtime_error("a bare LF");
    } else {
      cell += text[i];
    }
  }
  if (!cell.empty() || !records.back().empty())
    throw std::runtime_error("the last record has no CRLF");
  records.pop_back();
  return records;
}

Stated read_back(const std::string& format, const std::string& document) {
  if (format == "json") return from_json(document);
  if (format == "jsonl") return from_jsonl(document);
  if (format == "csv") return from_csv(document);
  if (format == "junit") return from_junit(document);
  if (format == "text") return from_text(document);
  if (format == "markdown") return from_markdown(document);
  if (format == "html") return from_html(document);
  if (format == "prometheus") return from_prometheus(document);
  throw std::runtime_error("write a parser for the format " + format);
}

}  // namespace assay
