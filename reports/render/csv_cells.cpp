#include "reports/render/csv_cells.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "reports/render/plain.hpp"

namespace assay {
namespace {

// RFC 4180: CRLF ends a record, a quote inside quotes is doubled.

bool begins_a_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

std::string csv_cell(const std::string& text) {
  // A full-width = is one, too, for some programs; plain() has already taken out what is invisible.
  std::string out = begins_a_formula(text) ? "'" + plain_cell(text) : plain_cell(text);
  if (out.starts_with("＝")) out.insert(0, "'");
  if (out.find_first_of("\",;\r\n") == std::string::npos) return out;
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 2)
    out.insert(at, "\"");
  return '"' + out + '"';
}

std::string csv_number(std::optional<double> value) {
  return value && std::isfinite(*value) ? fmt::format("{}", *value) : "";
}

std::string csv_record(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + cells[i];
  return out + "\r\n";
}

}  // namespace assay
