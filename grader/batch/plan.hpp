/// The plan of a batch's run. It is a file, because tasks run in other processes and perhaps on other
/// machines.
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
  Submission submission;  ///< Its students are not in the file.
  std::string fingerprint;
  std::optional<Earlier> earlier;
};

struct Plan {
  std::filesystem::path grades;      ///< All paths are absolute.
  std::filesystem::path assignment;  ///< The assignment.json.
  std::filesystem::path cache;       ///< The folder of compiled files.
  Isolation isolation = Isolation::none;
  std::optional<std::uint64_t> seed;
  bool take_similar = false;  ///< See GatherOptions.
  std::string conditions;     ///< The fingerprint of what all tasks have in common.
  std::int64_t generation = 0;
  bool regrade = false;
  std::vector<Task> tasks;
};

void write_plan(const std::filesystem::path& file, const Plan& plan);

/// Throws InputError if write_plan did not write this file.
Plan read_plan(const std::filesystem::path& file);

}  // namespace grader
