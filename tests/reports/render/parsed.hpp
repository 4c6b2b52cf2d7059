#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

namespace assay {

/// Why a node did not pass, as one format says it.
struct StatedReason {
  std::string node, verdict, id;
  std::string limit;  ///< limit_of()
  std::string subject;
};

/// What a document says, read back by a parser that shares nothing with the renderer.
struct Stated {
  std::map<std::string, std::string> nodes;  ///< node -> verdict
  std::multiset<std::string> reasons;        ///< of all that did not pass, each on a line
  /// Of one that passed nothing is kept: not every format shows those.
  void add(const StatedReason& reason);
  friend bool operator==(const Stated&, const Stated&) = default;
};

/// "test.metric", or as much of it as there is; "-" for neither.
[[nodiscard]] std::string limit_of(const std::string& test, const std::string& metric);

[[nodiscard]] Stated read_back(const std::string& format, const std::string& document);

/// Of a page: the data that its scripts show.
[[nodiscard]] std::string html_data(const std::string& document);
[[nodiscard]] Stated from_html(const std::string& document);

/// A sample of a Prometheus exposition.
struct GaugeSample {
  std::string family;
  std::map<std::string, std::string> labels;
  double value = 0;
};
/// Throws std::runtime_error on a line that is no sample of the family whose TYPE stands before it,
/// and on a series that is there twice.
[[nodiscard]] std::vector<GaugeSample> parse_exposition(const std::string& document);
[[nodiscard]] Stated from_prometheus(const std::string& document);

/// Records of RFC 4180; a record ends with CRLF. Throws std::runtime_error on anything else.
[[nodiscard]] std::vector<std::vector<std::string>> parse_csv(const std::string& text);

/// Cells of one row of a GitHub table, as written.
[[nodiscard]] std::vector<std::string> table_cells(const std::string& row);

[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

}  // namespace assay
