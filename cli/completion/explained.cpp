#include "cli/completion/explained.hpp"

#include <regex>
#include <sstream>
#include <vector>

namespace assay::completion {
namespace {

/// Items and paragraphs of a section, each on one line.
std::vector<std::string> paragraphs(std::string_view section) {
  std::vector<std::string> all(1);
  std::istringstream lines{std::string(section)};
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("- ") || line.starts_with('|') || line.starts_with("    "))
      all.emplace_back();
    const auto text = line.find_first_not_of(' ');
    if (text == std::string::npos) continue;
    if (!all.back().empty()) all.back() += ' ';
    all.back() += line.substr(text);
  }
  return all;
}

/// The first clause, without marks that a shell would take for its own.
std::string clause(std::string text) {
  static const std::regex kEnd("[.;:] |[.;:]$| \\(");
  std::smatch end;
  if (std::regex_search(text, end, kEnd)) text.resize(static_cast<std::size_t>(end.position()));
  std::erase_if(text, [](char c) { return c == '`' || c == '\'' || c == '\\' || c == '"'; });
  return text;
}

}  // namespace

std::map<std::string, Explained> explained(std::string_view section) {
  static const std::regex kItem("^(?:- )?((?:`-[^`]*`(?:, )?)+): +(.*)");
  static const std::regex kOption("`(?:-[a-z], )?(--[a-z-]+) ?([^`]*)`");
  std::map<std::string, Explained> all;
  for (const std::string& paragraph : paragraphs(section)) {
    std::smatch item;
    if (!std::regex_search(paragraph, item, kItem)) continue;
    const std::string options = item[1].str(), text = clause(item[2].str());
    for (std::sregex_iterator it(options.begin(), options.end(), kOption), end; it != end; ++it)
      all[(*it)[1].str()] = {(*it)[2].str(), text};
  }
  return all;
}

std::map<std::string, std::string> verb_texts(std::string_view overview) {
  static const std::regex kRow(R"(^\| `([a-z]+)` \| (.*) \|$)");
  std::map<std::string, std::string> all;
  std::istringstream lines{std::string(overview)};
  for (std::string line; std::getline(lines, line);) {
    std::smatch row;
    if (std::regex_match(line, row, kRow)) all[row[1].str()] = clause(row[2].str());
  }
  return all;
}

}  // namespace assay::completion
