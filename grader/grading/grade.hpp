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
  // The master seed, at most kMaxSeed. When empty, it follows the assignment's policy.
  std::optional<std::uint64_t> seed;
  // Grades only this problem when given.
  std::optional<std::string> problem;
  /// Names the mistake behind a failing check. When empty, checks fail without a name.
  NameMistake name_mistake;
  /// Called with what is being done. Several threads may call it at once.
  std::function<void(const std::string&)> step = [](const std::string&) {};
  /// Called with how far a scenario's training has come. Several threads may call it at once.
  std::function<void(const std::string&)> detail = [](const std::string&) {};
};

/// Throws InputError, with the list of problems, when the assignment has no problem with this id.
void require_problem(const Assignment& assignment, const std::string& id);

/// Grades these files of the assignment. Everything that the student's code does ends in the report. Throws
/// std::exception only when the grader itself cannot go on. The report does not say where the files were.
Report grade(const Assignment& assignment, const SourceFiles& files, const GradeOptions& options);

/// Grades the assignment's files in the folder `submission`, or in a folder inside it that has the
/// assignment's name. Everything that the student's code does ends in the report. Throws InputError when
/// there is nothing to grade, and std::exception when the grader itself cannot go on.
Report grade(const Assignment& assignment, const std::filesystem::path& submission,
             const GradeOptions& options);

}  // namespace grader
