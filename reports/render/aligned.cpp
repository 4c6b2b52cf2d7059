#include "reports/render/aligned.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "reports/render/plain.hpp"

namespace assay {
namespace {

constexpr std::size_t kWidest = 64;
constexpr std::size_t kWidestLast = 400;

std::string_view code(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "\x1b[32m";
    case Verdict::warn:
      return "\x1b[33m";
    case Verdict::unknown:
      return "\x1b[35m";
    case Verdict::fail:
      break;
  }
  return "\x1b[1;31m";
}

/// As plain(); two spaces end a cell, so none holds two, and none is blank.
std::string cell_text(const std::string& text, std::size_t limit) {
  std::string out = plain(text, limit);
  const auto both_blank = [](char a, char b) { return a == ' ' && b == ' '; };
  out.erase(std::unique(out.begin(), out.end(), both_blank), out.end());
  if (out.starts_with(' ')) out.erase(0, 1);
  if (out.ends_with(' ')) out.pop_back();
  return out.empty() ? "-" : out;
}

}  // namespace

std::string painted(const std::string& text, Verdict verdict, bool colour) {
  return colour ? std::string(code(verdict)) + text + "\x1b[0m" : text;
}

void Aligned::add(const std::vector<std::string>& cells) {
  if (cells.size() != sides_.size()) throw Error("a row has as many cells as there are columns");
  Row row;
  for (const std::string& cell : cells) {
    const bool last = row.cells.size() + 1 == sides_.size();
    row.cells.push_back(cell_text(cell, last ? kWidestLast : kWidest));
  }
  rows_.push_back(std::move(row));
}

void Aligned::paint(std::size_t column, Verdict verdict) {
  rows_.back().painted_column = column;
  rows_.back().verdict = verdict;
}

std::string Aligned::text(const std::string& indent) const {
  std::vector<std::size_t> widths(sides_.size(), 0);
  for (const Row& row : rows_)
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], columns(row.cells[i]));
  std::string out;
  for (const Row& row : rows_) {
    out += indent;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string padding(widths[i] - columns(row.cells[i]), ' ');
      const bool paint = row.verdict && i == row.painted_column;
      const std::string cell = paint ? painted(row.cells[i], *row.verdict, true) : row.cells[i];
      const bool last = i + 1 == widths.size();
      if (sides_[i] == Side::right) out += padding;
      out += cell;
      if (sides_[i] == Side::left && !last) out += padding;
      if (!last) out += "  ";
    }
    out += '\n';
  }
  return out;
}

}  // namespace assay
