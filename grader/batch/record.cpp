#include "grader/batch/record.hpp"

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "grader/report/write.hpp"

namespace grader {

namespace {

constexpr const char* kSchema = "backprop-batch-record/1";

constexpr std::array<std::pair<BatchStatus, std::string_view>, 5> kWords = {{
    {BatchStatus::graded, "graded"},
    {BatchStatus::empty, "empty"},
    {BatchStatus::unreadable, "unreadable"},
    {BatchStatus::left_alone, "left_alone"},
    {BatchStatus::grader_error, "grader_error"},
}};

Record from_json(const nlohmann::json& json) {
  if (json.at("schema") != kSchema) throw std::runtime_error("another schema");
  Record record;
  json.at("id").get_to(record.id);
  json.at("fingerprint").get_to(record.fingerprint);
  json.at("generation").get_to(record.generation);
  record.status = batch_status_from_string(json.at("status").get<std::string>()).value();
  json.at("message").get_to(record.message);
  json.at("score").get_to(record.score);
  json.at("report_sha256").get_to(record.report_sha256);
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

nlohmann::ordered_json to_json(const Record& record) {
  nlohmann::ordered_json json = {{"schema", kSchema},
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
  std::ifstream stream(file);
  if (!stream) return std::nullopt;
  try {
    return from_json(nlohmann::json::parse(stream));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

void write_record(const std::filesystem::path& file, const Record& record) {
  write_atomically(file,
                   to_json(record).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

}  // namespace grader
