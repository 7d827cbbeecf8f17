#include "grader/report/testing/schema.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "grader/base/files.hpp"

namespace grader {

struct JsonSchema::Parsed {
  valijson::Schema schema;
};

JsonSchema::JsonSchema(const std::filesystem::path& file) : parsed_(std::make_unique<Parsed>()) {
  const nlohmann::json text = nlohmann::json::parse(read_file(file));
  const valijson::adapters::NlohmannJsonAdapter adapter(text);
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, parsed_->schema);
}

JsonSchema::~JsonSchema() = default;

std::string JsonSchema::complaint(const Json& document) const {
  const nlohmann::json text = nlohmann::json::parse(document.dump());
  const valijson::adapters::NlohmannJsonAdapter adapter(text);
  valijson::ValidationResults results;
  if (valijson::Validator().validate(parsed_->schema, adapter, &results)) return {};
  std::string complaint = "invalid: ";
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& step : error.context) complaint += step;
    complaint += " " + error.description + "\n";
  }
  return complaint;
}

}  // namespace grader
