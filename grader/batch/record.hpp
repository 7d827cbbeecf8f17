/// What is known of one submission of a class once it has been looked at, beside its report.
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
  empty,         ///< None of the expected files.
  unreadable,    ///< An archive that cannot be unpacked, a link, a folder that cannot be opened.
  left_alone,    ///< Nobody's submission, such as roster.csv.
  grader_error,  ///< Ours; graded anew the next time.
};

std::string_view to_string(BatchStatus status);
std::optional<BatchStatus> batch_status_from_string(std::string_view word);

/// An earlier verdict, to say what has changed.
struct Earlier {
  BatchStatus status = BatchStatus::grader_error;
  double score = 0;
};

struct Record {
  std::string id;
  std::string fingerprint;
  std::int64_t generation = 0;  ///< The run of the batch that it was made in; see Run.
  BatchStatus status = BatchStatus::grader_error;
  std::string message;  ///< Why it was not graded; or, graded, what a person should look at. Often empty.
  double score = 0;
  std::string report_sha256;  ///< Of report.json; empty without one.
  std::optional<Earlier> earlier;
};

Json to_json(const Record& record);

/// Nothing when there is none, or when it is damaged: then it is made again.
std::optional<Record> read_record(const std::filesystem::path& file);

void write_record(const std::filesystem::path& file, const Record& record);

}  // namespace grader
