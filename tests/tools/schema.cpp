#include "tests/tools/schema.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace assay::test {

struct Schema::Parsed {
  valijson::Schema schema;
};

Schema::Schema(const std::string& file) : parsed_(std::make_unique<Parsed>()) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error(file + ": cannot be opened");
  const auto json = nlohmann::json::parse(stream);
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::NlohmannJsonAdapter(json), parsed_->schema);
}

Schema::~Schema() = default;

std::vector<std::string> Schema::faults(std::string_view json) const {
  nlohmann::json document;
  try {
    document = nlohmann::json::parse(json);
  } catch (const nlohmann::json::exception& error) {
    return {error.what()};
  }
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  if (validator.validate(parsed_->schema, adapter, &results)) return {};
  std::vector<std::string> messages;
  for (const auto& error : results) {
    std::string text;
    for (const std::string& step : error.context) text += step;
    messages.insert(messages.begin(), text + ": " + error.description);
  }
  return messages;
}

std::string report_schema_file() { return ASSAY_SOURCE_DIR "/reports/schema/report-1.json"; }

}  // namespace assay::test
