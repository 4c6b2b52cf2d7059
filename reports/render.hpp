#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.hpp"
#include "reports/verdict.hpp"

namespace assay {

struct RenderOptions {
  bool colour = false;
  bool verbose = false;  ///< show limits that held, too
  /// text: first a table of what was measured on the node (test, subject, value, share of peak,
  /// verdict).
  bool table = false;
  /// The report of the one node that is rendered, not owned; tables then also show what no limit
  /// covers.
  const Report* report = nullptr;
};

/// Names of the formats there are: text, json, jsonl, junit, markdown, csv, html, prometheus.
[[nodiscard]] std::vector<std::string> formats();

/// The judgements of all nodes in one document. A renderer never computes a verdict.
/// Throws InputError listing formats() for an unknown one.
[[nodiscard]] std::string render(std::string_view format, const std::vector<Judgement>& judgements,
                                 const RenderOptions& options);

}  // namespace assay
