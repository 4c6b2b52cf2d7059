#pragma once
#include <string>
#include <vector>

#include "reports/report.hpp"
#include "reports/site.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// One node on the sheet that a rack is signed off with.
struct SheetNode {
  std::string name, profile, level;
  Verdict verdict = Verdict::unknown;
  std::string why;     ///< the worst reason; "" for pass
  std::string serial;  ///< of the machine
  std::vector<std::string> gpu_serials;
  std::string rack, unit;
  std::string hash;  ///< SHA-256 of the report; "" where it could not be read
};

/// `report` is nullptr where it could not be read.
[[nodiscard]] SheetNode sheet_node(const Judgement& judgement, const Report* report,
                                   const std::string& hash);

/// The rack and unit that the site file says.
void put_in_place(const SiteHost& host, SheetNode& node);

/// Adds those that `site` names in the racks of `nodes` and of which there is no report: unknown.
void add_absent_nodes(const Site& site, std::vector<SheetNode>& nodes);

/// The sheet as an HTML document for one page of paper (a rack of up to sixteen nodes), without
/// scripts: the totals, a row a node with its serial numbers and the hash of its report, places to
/// sign. `date` is today's.
[[nodiscard]] std::string sheet_page(std::vector<SheetNode> nodes, const std::string& date);

/// The same in Markdown.
[[nodiscard]] std::string sheet_markdown(std::vector<SheetNode> nodes, const std::string& date);

}  // namespace assay
