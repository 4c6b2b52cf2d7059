#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

namespace assay {

/// What a document says, read back by a parser that shares nothing with the renderer.
struct Stated {
  std::map<std::string, std::string> nodes;  ///< node -> verdict
  /// "node verdict test.metric" of every limit that did not pass ("-" where neither is known)
  std::multiset<std::string> limits;
  friend bool operator==(const Stated&, const Stated&) = default;
};

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
