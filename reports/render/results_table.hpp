#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reports/render.hpp"

namespace assay {

/// One row of what was measured on a node: cells as people read them.
struct ResultRow {
  std::string test;                ///< "memory.read.bandwidth"
  std::string subject;             ///< "gpu 3", or "8 gpu" for subjects that fared alike
  std::string value;               ///< "2.97 TB/s", or from the least to the greatest
  std::string share;               ///< of the computed peak
  std::optional<Verdict> verdict;  ///< nothing: no limit covers it
};

/// Rows in the order of the tests; a test without a value shows its outcome, "absent" for hardware
/// that is not there. With `options.report`: a row for every sampled metric and one for every test
/// without any (its first metric), with the worst verdict of the checks on it; otherwise from the
/// checks alone. Unless `options.verbose`, more than two subjects of a kind that fared alike share
/// a row.
[[nodiscard]] std::vector<ResultRow> result_rows(const Judgement& judgement,
                                                 const RenderOptions& options);

}  // namespace assay
