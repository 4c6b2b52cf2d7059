#include "reports/dossier/html_page.hpp"

#include <array>

#include "core/sha256.hpp"

namespace assay {
namespace {

int hexadecimal(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

/// RFC 4648 of what the hexadecimal digits stand for.
std::string base64_of_hex(std::string_view hex) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char digit : hex) {
    bits = (bits << 4U) | static_cast<unsigned>(hexadecimal(digit));
    held += 4;
    if (held < 6) continue;
    held -= 6;
    out += kDigits[(bits >> held) & 0x3FU];
  }
  if (held > 0) out += kDigits[(bits << (6 - held)) & 0x3FU];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string allowed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += " 'sha256-" + base64_of_hex(sha256(text)) + "'";
  return texts.empty() ? " 'none'" : out;
}

/// Scripts of a library that stand by themselves are left as they are; ours share one scope.
std::string one_script(const std::vector<std::string_view>& scripts) {
  std::string out = "\"use strict\";\n(() => {\n";
  for (const std::string_view script : scripts) out += std::string(script) + '\n';
  return out + "})();\n";
}

std::string one_style(const std::vector<std::string_view>& styles) {
  std::string out = "\n";
  for (const std::string_view style : styles) out += style;
  return out;
}

std::string policy(const std::vector<std::string>& scripts, const std::string& style) {
  return "default-src 'none'; script-src" + allowed(scripts) + "; style-src" + allowed({style}) +
         "; img-src data:; base-uri 'none'; form-action 'none'";
}

/// Everything up to what the page shows.
std::string head(const std::string& title, const std::vector<std::string>& scripts,
                 const std::string& style) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
         policy(scripts, style) +
         "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
         html_text(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n";
}

std::string noscript(const std::vector<std::string>& paragraphs) {
  std::string out = "<noscript>";
  for (const std::string& paragraph : paragraphs) out += "<p>" + html_text(paragraph) + "</p>";
  return out +
         "<p>The page itself needs JavaScript, which this viewer does not run.</p></noscript>";
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string json_in_script(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

std::string html_page(const HtmlPage& page) {
  const std::string style = one_style(page.styles);
  if (!page.body.empty()) return head(page.title, {}, style) + page.body + "</body>\n</html>\n";
  std::vector<std::string_view> own;
  std::vector<std::string> scripts;
  for (const std::string_view script : page.scripts) {
    if (script == page_part("chart.js"))
      scripts.emplace_back(script);
    else
      own.push_back(script);
  }
  scripts.push_back(one_script(own));
  std::string out = head(page.title, scripts, style) + "<div id=\"page\">" +
                    noscript(page.without_scripts) +
                    "</div>\n<script type=\"application/json\" id=\"data\">" +
                    json_in_script(page.data) + "</script>\n";
  for (const std::string& script : scripts) out += "<script>" + script + "</script>\n";
  return out + "</body>\n</html>\n";
}

}  // namespace assay
