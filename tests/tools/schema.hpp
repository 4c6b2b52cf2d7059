#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay::test {

/// A JSON Schema (draft 7) to hold documents against.
class Schema {
 public:
  /// Throws std::runtime_error if the file is not a schema.
  explicit Schema(const std::string& file);
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  ~Schema();

  /// What is wrong with the document, one message a fault, most telling first; empty if it is
  /// valid.
  [[nodiscard]] std::vector<std::string> faults(std::string_view json) const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

/// reports/schema/report-1.json of this source tree.
[[nodiscard]] std::string report_schema_file();

}  // namespace assay::test
