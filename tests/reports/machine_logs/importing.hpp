#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/importers/importer.hpp"

namespace assay {

/// The importer called so; fails the test and gives one that reads nothing where there is none.
[[nodiscard]] Importer importer_named(std::string_view tool);

[[nodiscard]] Imported import_as(std::string_view tool, const std::string& text,
                                 const std::string& name = "log");

/// The tools that recognise this text.
[[nodiscard]] std::vector<std::string> recognised_by(const std::string& text);

[[nodiscard]] std::string contents(const std::string& path);

/// A file of tests/reports/importers/samples/.
[[nodiscard]] std::string sample(const std::string& name);

/// The folder of other people's logs beside the sources, or where ASSAY_SAMPLES says; "" = absent.
[[nodiscard]] std::string foreign_samples();

[[nodiscard]] const Result* result_of(const Imported& imported, std::string_view test,
                                      std::string_view subject = "node");
[[nodiscard]] std::optional<double> metric_of(const Result* result, std::string_view metric);
[[nodiscard]] std::string fact_of(const Result* result, const std::string& fact);

/// Does nothing in it keep a report of it from passing?
[[nodiscard]] bool is_clean(const Imported& imported);

}  // namespace assay
