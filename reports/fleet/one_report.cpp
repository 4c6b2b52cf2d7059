#include "reports/fleet/one_report.hpp"

#include "reports/fleet/supply.hpp"
#include "reports/io/documents.hpp"
#include "reports/io/lines_in.hpp"

namespace assay::fleet {
namespace {

std::size_t reports_in(const Piece& piece) {
  if (piece.line == 0 || !piece.text) return 1;
  std::size_t n = 0;
  each_line(*piece.text, [&](std::string_view line, std::size_t) { n += is_blank(line) ? 0 : 1; });
  return n;
}

}  // namespace

bool holds_one_report(const std::vector<std::string>& paths) {
  if (paths.size() == 1 && paths.front() == "-") return true;
  Supply supply(paths);
  std::size_t n = 0;
  while (n < 2) {
    const std::optional<Piece> piece = supply.next();
    if (!piece) break;
    n += reports_in(*piece);
  }
  return n == 1;
}

}  // namespace assay::fleet
