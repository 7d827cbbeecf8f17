/// Grading: from a submission to a report.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "grader/grading/assignment.hpp"
#include "grader/grading/judge.hpp"
#include "grader/grading/submission_build.hpp"
#include "grader/report/report.hpp"

namespace grader {

struct GradeOptions {
  BuildOptions build;
  // The master seed, at most kMaxSeed; without it, what the assignment's policy says.
  std::optional<std::uint64_t> seed;
  // Only this problem.
  std::optional<std::string> problem;
  /// Asked which known mistake a failing check is; nobody: no mistake is named.
  NameMistake name_mistake;
  /// Told what is being done, from several threads, at once.
  std::function<void(const std::string&)> step = [](const std::string&) {};
  /// Told how far a scenario's training has come within its step, from several threads, at once.
  std::function<void(const std::string&)> detail = [](const std::string&) {};
};

/// Throws InputError, with the problems that there are, when the assignment has none of this id.
void require_problem(const Assignment& assignment, const std::string& id);

/// Grades these files of the assignment. Whatever the student's code does ends in the report; throws
/// std::exception where the grader itself cannot go on. The report does not know where the files were.
Report grade(const Assignment& assignment, const SourceFiles& files, const GradeOptions& options);

/// Grades the assignment's files that lie in the folder `submission`, or in the folder of the assignment's
/// name in it. Whatever the student's code does ends in the report; throws InputError where there is nothing
/// to grade, and std::exception where the grader itself cannot go on.
Report grade(const Assignment& assignment, const std::filesystem::path& submission,
             const GradeOptions& options);

}  // namespace grader
