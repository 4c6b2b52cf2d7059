#include "importing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace assay {

Importer importer_named(std::string_view tool) {
  for (const Importer& importer : importers())
    if (importer.tool == tool) return importer;
  ADD_FAILURE() << "no importer " << tool;
  return {"", [](const Log&) { return false; }, [](const Log&) { return Imported{}; }};
}

Imported import_as(std::string_view tool, const std::string& text, const std::string& name) {
  return importer_named(tool).read({name, text});
}

std::vector<std::string> recognised_by(const std::string& text) {
  std::vector<std::string> tools;
  for (const Importer& importer : importers())
    if (importer.recognises({"log", text})) tools.emplace_back(importer.tool);
  return tools;
}

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string sample(const std::string& name) {
  return contents(std::string(ASSAY_SOURCE_DIR) + "/tests/reports/importers/samples/" + name);
}

std::string foreign_samples() {
  const char* told = std::getenv("ASSAY_SAMPLES");  // NOLINT(concurrency-mt-unsafe)
  const std::string folder =
      told != nullptr ? told : std::string(ASSAY_SOURCE_DIR) + "/../shared/samples";
  return std::filesystem::exists(folder + "/truth.json") ? folder : "";
}

const Result* result_of(const Imported& imported, std::string_view test, std::string_view subject) {
  const auto found =
      std::find_if(imported.results.begin(), imported.results.end(), [&](const Result& result) {
        return result.test == test && label(result.subject) == subject;
      });
  return found == imported.results.end() ? nullptr : &*found;
}

std::optional<double> metric_of(const Result* result, std::string_view metric) {
  if (result == nullptr) return std::nullopt;
  for (const Metric& each : result->metrics)
    if (each.name == metric) return each.value;
  return std::nullopt;
}

std::string fact_of(const Result* result, const std::string& fact) {
  if (result == nullptr || !result->facts.contains(fact)) return "";
  return result->facts.at(fact);
}

bool is_clean(const Imported& imported) {
  return imported.unread.empty() && imported.defects.empty() &&
         std::all_of(imported.results.begin(), imported.results.end(),
                     [](const Result& result) { return result.outcome == Outcome::ok; }) &&
         std::all_of(imported.others.begin(), imported.others.end(), is_clean);
}

}  // namespace assay
