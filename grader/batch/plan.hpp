/// What one run of a batch does, as a file: tasks run in other processes, perhaps on other machines.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/batch/record.hpp"
#include "grader/batch/submission.hpp"
#include "grader/sandbox/isolation.hpp"

namespace grader {

struct Task {
  Submission submission;  ///< Without its students.
  std::string fingerprint;
  std::optional<Earlier> earlier;
};

struct Plan {
  std::filesystem::path grades;      ///< All paths are absolute.
  std::filesystem::path assignment;  ///< The assignment.json.
  std::filesystem::path cache;       ///< Of compiled files.
  Isolation isolation = Isolation::none;
  std::optional<std::uint64_t> seed;
  bool take_similar = false;  ///< As GatherOptions.
  std::string conditions;     ///< Fingerprint of all that the tasks have in common.
  std::int64_t generation = 0;
  bool regrade = false;
  std::vector<Task> tasks;
};

void write_plan(const std::filesystem::path& file, const Plan& plan);

/// Throws InputError for what write_plan has not written.
Plan read_plan(const std::filesystem::path& file);

}  // namespace grader
