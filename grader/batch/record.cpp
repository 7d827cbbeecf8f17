#include "grader/batch/record.hpp"

#include <array>
#include <utility>

#include "grader/base/files.hpp"
#include "grader/base/json.hpp"

namespace grader {

namespace {

constexpr const char* kRecordSchema = "backprop-batch-record/1";

constexpr std::array<std::pair<BatchStatus, std::string_view>, 8> kWords = {{
    {BatchStatus::graded, "graded"},
    {BatchStatus::empty, "empty"},
    {BatchStatus::unreadable, "unreadable"},
    {BatchStatus::left_alone, "left_alone"},
    {BatchStatus::grader_error, "grader_error"},
    {BatchStatus::not_submitted, "not_submitted"},
    {BatchStatus::ambiguous, "ambiguous"},
    {BatchStatus::not_graded, "not_graded"},
}};

Record record_from_json(const Json& json) {
  if (json.at("schema") != kRecordSchema) throw std::runtime_error("another schema");
  Record record;
  record.id = json.at("id").string();
  record.fingerprint = json.at("fingerprint").string();
  record.generation = json.at("generation").get<std::int64_t>();
  record.status = batch_status_from_string(json.at("status").get<std::string>()).value();
  record.message = json.at("message").string();
  record.score = json.at("score").get<double>();
  record.report_sha256 = json.at("report_sha256").string();
  if (json.contains("earlier")) {
    const auto& earlier = json.at("earlier");
    record.earlier = Earlier{batch_status_from_string(earlier.at("status").get<std::string>()).value(),
                             earlier.at("score").get<double>()};
  }
  return record;
}

}  // namespace

std::string_view to_string(BatchStatus status) {
  for (const auto& [value, word] : kWords) {
    if (value == status) return word;
  }
  return "grader_error";
}

std::optional<BatchStatus> batch_status_from_string(std::string_view word) {
  for (const auto& [value, spelling] : kWords) {
    if (spelling == word) return value;
  }
  return std::nullopt;
}

Json to_json(const Record& record) {
  Json json = {{"schema", kRecordSchema},
               {"id", record.id},
               {"fingerprint", record.fingerprint},
               {"generation", record.generation},
               {"status", to_string(record.status)},
               {"message", record.message},
               {"score", record.score},
               {"report_sha256", record.report_sha256}};
  if (record.earlier) {
    json["earlier"] = {{"status", to_string(record.earlier->status)}, {"score", record.earlier->score}};
  }
  return json;
}

std::optional<Record> read_record(const std::filesystem::path& file) {
  try {
    return record_from_json(parse_json(read_file(file)));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

void write_record(const std::filesystem::path& file, const Record& record) {
  write_atomically(file, to_json(record).dump({.indent = 1, .replace_bad_utf8 = true}) + '\n');
}

}  // namespace grader
