#include "tests/reports/render/parsed.hpp"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace assay {
namespace {

using Json = nlohmann::json;

void take(Stated& stated, const Json& node) {
  const std::string host = node.at("node");
  stated.nodes[host] = node.at("verdict");
  for (const Json& reason : node.at("reasons"))
    stated.add({.node = host,
                .verdict = reason.at("verdict"),
                .id = reason.value("id", ""),
                .limit = limit_of(reason.value("test", ""), reason.value("metric", "")),
                .subject = reason.value("subject", "")});
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
    // A node with nothing to say has a row all the same.
    if (cells.at(3).empty() && cells.at(4).empty() && cells.at(5).empty() && cells.at(6).empty())
      continue;
    stated.add({.node = cells[0],
                .verdict = cells.at(2),
                .id = cells[3],
                .limit = limit_of(cells[5], cells[6]),
                .subject = cells[4]});
  }
  return stated;
}

std::string verdict_of(const boost::property_tree::ptree& testcase) {
  if (testcase.count("failure") > 0) return "fail";
  if (testcase.count("error") > 0) return "unknown";
  if (testcase.count("system-out") > 0) return "warn";
  return "pass";
}

std::string id_of(const boost::property_tree::ptree& testcase) {
  for (const char* outcome : {"failure", "error"})
    if (const auto found = testcase.get_child_optional(outcome))
      return found->get<std::string>("<xmlattr>.type");
  if (const auto properties = testcase.get_child_optional("properties"))
    for (const auto& [tag, property] : *properties)
      if (property.get<std::string>("<xmlattr>.name") == "id")
        return property.get<std::string>("<xmlattr>.value");
  return "";
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
      if (inner != "testcase") continue;
      static const std::regex repeated(R"( \([0-9]+\)$)");  // the second of that name
      const std::string name =
          std::regex_replace(testcase.get<std::string>("<xmlattr>.name"), repeated, "");
      const std::size_t space = std::min(name.find(' '), name.size());
      const std::string limit = name.substr(0, space);
      const std::string id = id_of(testcase);
      stated.add({.node = host,
                  .verdict = verdict_of(testcase),
                  .id = id,
                  .limit = limit == id ? "-" : limit,
                  .subject = name.substr(std::min(space + 1, name.size()))});
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
    const std::string words = cells[8].substr(0, cells[8].find(':'));
    const std::size_t space = std::min(words.find(' '), words.size());
    stated.add({.node = cells[0],
                .verdict = words.substr(0, space),
                .id = words.substr(std::min(space + 1, words.size())),
                .limit = cells[2],
                .subject = cells[1] == "-" ? "" : cells[1]});
  }
  return stated;
}

std::string without(std::string text, const std::string& characters) {
  std::erase_if(text, [&](char c) { return characters.find(c) != std::string::npos; });
  return text;
}

/// A cell as a viewer shows it, as far as ordinary names need it.
std::string unescaped(const std::string& cell) {
  std::string text = without(cell, "\\");
  for (std::size_t at = 0; (at = text.find("&gt;", at)) != std::string::npos;)
    text.replace(at, 4, ">");
  return text;
}

Stated from_markdown(const std::string& document) {
  Stated stated;
  for (const std::string& line : lines_of(document)) {
    const auto cells = table_cells(line);
    if (cells.empty() || cells[0] == "verdict" || cells[0] == "---") continue;
    const std::string verdict = without(cells[0], "*");
    if (cells.size() == 5) stated.nodes[cells[1]] = verdict;
    if (cells.size() == 11)
      stated.add({.node = cells[2],
                  .verdict = verdict,
                  .id = unescaped(cells[1]),
                  .limit = unescaped(cells[4]),
                  .subject = unescaped(cells[3])});
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

void Stated::add(const StatedReason& reason) {
  if (reason.verdict == "pass") return;
  reasons.insert(reason.node + " | " + reason.verdict + " | " + reason.id + " | " + reason.limit +
                 " | " + reason.subject);
}

std::string limit_of(const std::string& test, const std::string& metric) {
  const std::string limit = test + (test.empty() || metric.empty() ? "" : ".") + metric;
  return limit.empty() ? "-" : limit;
}

Stated read_back(const std::string& format, const std::string& document) {
  // A format more is a line more here.
  static const std::map<std::string, Stated (*)(const std::string&)> readers{
      {"csv", from_csv},           {"html", from_html},
      {"json", from_json},         {"jsonl", from_jsonl},
      {"junit", from_junit},       {"text", from_text},
      {"markdown", from_markdown}, {"prometheus", from_prometheus}};
  const auto reader = readers.find(format);
  if (reader == readers.end()) throw std::runtime_error("write a parser for the format " + format);
  return reader->second(document);
}

}  // namespace assay
