#include "reports/render/markdown_cells.hpp"

#include "reports/render/plain.hpp"

namespace assay {

std::string markdown_cell(const std::string& text) {
  constexpr std::string_view kEscaped = "\\`*_[]~#|!$";
  std::string out;
  for (const char c : plain_cell(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '@')
      out += "&#64;";
    else if (kEscaped.find(c) != std::string_view::npos)
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out.empty() ? " " : out;
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& text : cells) out += ' ' + text + " |";
  return out + '\n';
}

std::string markdown_head(const std::vector<std::string>& titles) {
  std::vector<std::string> names;
  std::vector<std::string> rules;
  for (const std::string& title : titles) {
    const bool number = title.starts_with('>');
    names.push_back(number ? title.substr(1) : title);
    rules.emplace_back(number ? "---:" : "---");
  }
  return markdown_row(names) + markdown_row(rules);
}

}  // namespace assay
