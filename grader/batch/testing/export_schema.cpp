#include "grader/batch/testing/export_schema.hpp"

#include "grader/base/json.hpp"
#include "grader/batch/csv_table.hpp"
#include "grader/report/testing/schema.hpp"

namespace grader::testing {

std::string export_complaint(const std::string& platform, const std::string& csv) {
  const CsvTable table = parse_csv(csv, platform);
  Json json = {{"header", table.header}, {"rows", Json::array()}, {"records", Json::array()}};
  for (const CsvTable::Row& row : table.rows) {
    json["rows"].push_back(row.fields);
    Json record = Json::object();
    for (std::size_t i = 0; i < row.fields.size(); ++i) record[table.header[i]] = row.fields[i];
    json["records"].push_back(std::move(record));
  }
  return JsonSchema(EXPORT_SCHEMAS "/" + platform + ".schema.json").complaint(json);
}

}  // namespace grader::testing
