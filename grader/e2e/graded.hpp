/// Grades one problem with the real grader, for tests about what a problem's report says.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "grader/base/files.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {

/// Returns the problem's part of the report about this source.
inline Problem graded(const std::string& assignment, const std::string& problem, const std::string& source,
                      const std::vector<std::string>& more = {}) {
  const TemporaryFolder folder;
  folder.write(problem + ".cpp", source);
  std::vector<std::string> arguments = {
      "grade", folder.path().string(), "--assignment", assignment, "--problem", problem, "--json", "-"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ran ran = run_grader(arguments);
  const Report report = parse_report(ran.out);
  EXPECT_EQ(report.problems.size(), 1u) << ran.err;
  return report.problems.at(0);
}

/// Returns a solution of the course with one edit: edited("a1-gates/relu.cpp", ...).
inline std::string edited(const std::string& file, const std::string& from, const std::string& to) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(project() / "solutions" / file, folder.path() / "file");
  replace_in_file(folder.path() / "file", from, to);
  return read_file(folder.path() / "file");
}

}  // namespace grader
