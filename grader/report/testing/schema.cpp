#include "grader/report/testing/schema.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace grader {

std::string schema_complaint(const std::filesystem::path& schema_file, const nlohmann::json& document) {
  const nlohmann::json text = nlohmann::json::parse(std::ifstream(schema_file));
  valijson::Schema schema;
  const valijson::adapters::NlohmannJsonAdapter schema_adapter(text);
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(schema_adapter, schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  if (validator.validate(schema, adapter, &results)) return {};
  std::string complaint = "invalid: ";
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& step : error.context) complaint += step;
    complaint += " " + error.description + "\n";
  }
  return complaint;
}

}  // namespace grader
