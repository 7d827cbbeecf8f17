/// The outcome of one submission of a class, kept beside its report.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "grader/base/json.hpp"

namespace grader {

enum class BatchStatus {
  graded,
  empty,          ///< It has none of the expected files.
  unreadable,     ///< It is a broken archive, a link, or a folder that cannot be opened.
  left_alone,     ///< It is not a submission, such as roster.csv.
  grader_error,   ///< The grader failed; the next run grades it again.
  not_submitted,  ///< The roster has the student, and nothing was handed in.
  ambiguous,      ///< Several submissions are the student's, and no mark says which counts.
  not_graded,     ///< The batch has not come to it yet. Never in a record.
};

std::string_view to_string(BatchStatus status);
std::optional<BatchStatus> batch_status_from_string(std::string_view word);

/// An earlier verdict, for the list of changes.
struct Earlier {
  BatchStatus status = BatchStatus::grader_error;
  double score = 0;
};

struct Record {
  std::string id;
  std::string fingerprint;
  std::int64_t generation = 0;  ///< The run that made it; see RunState.
  BatchStatus status = BatchStatus::grader_error;
  std::string message;  ///< Why it was not graded, or what a person should look at. Often empty.
  double score = 0;
  std::string report_sha256;  ///< The report's hash; empty if there is no report.
  std::optional<Earlier> earlier;
};

Json to_json(const Record& record);

/// Returns nullopt if the file is missing or damaged; the submission is then graded again.
std::optional<Record> read_record(const std::filesystem::path& file);

void write_record(const std::filesystem::path& file, const Record& record);

}  // namespace grader
