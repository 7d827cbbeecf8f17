/// Writes a report in the formats that other systems read. Every renderer is a pure function. It starts from
/// `student_view`, since students read all of these, so a hidden check appears by its status only. It cleans
/// and caps all text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// The things that a format needs besides the report.
struct FormatContext {
  /// For GitHub annotations: the folder of the student's files in the repository, such as "a1-gates". Empty
  /// for its root.
  std::string folder = {};
  /// For Classroom 50: the values that its runner passes in the environment.
  struct Classroom50 {
    std::string classroom, assignment, assignment_type, owner;
    std::string submission;  ///< the tag: submit/2026-06-01T14-32-05Z-a1b2c3d
    std::string commit, release, review;
  } classroom50 = {};
};

/// Gradescope's results.json, with one test per problem.
std::string render_gradescope(const Report& report, const FormatContext& context);
/// Classroom 50's result.json (classroom50/result/v1), in whole points. Throws InputError when the context
/// lacks a value.
std::string render_classroom50(const Report& report, const FormatContext& context);
/// Workflow commands of GitHub Actions: one annotation, at file and line, for each problem that is not right.
/// GitHub shows ten.
std::string render_github(const Report& report, const FormatContext& context);
/// The job summary of GitHub Actions, as Markdown for $GITHUB_STEP_SUMMARY.
std::string render_github_summary(const Report& report, const FormatContext& context);
/// The result that a runner of the legacy GitHub Classroom gives its reporter, before base64, in whole
/// points. The reporter's own table counts tests, not points.
std::string render_github_classroom(const Report& report, const FormatContext& context);
/// The last two lines of stdout for Autolab: the feedback, then the scores. Autolab's problems must have the
/// same names as ours.
std::string render_autolab(const Report& report, const FormatContext& context);
/// PrairieLearn's results.json. When nothing compiles or the grader itself failed, it says "not gradable", so
/// that the student loses no attempt.
std::string render_prairielearn(const Report& report, const FormatContext& context);
/// Submitty's results.json, in whole points.
std::string render_submitty(const Report& report, const FormatContext& context);
/// The output of `check50 -o json`: one result per check, without points.
std::string render_check50(const Report& report, const FormatContext& context);
/// JUnit XML: one suite per problem, one case per check.
std::string render_junit(const Report& report, const FormatContext& context);
/// CSV (RFC 4180): one row per check.
std::string render_csv(const Report& report, const FormatContext& context);

struct Format {
  std::string_view name;  ///< as `grader render --as` calls it
  std::string (*render)(const Report&, const FormatContext&);
};

const std::vector<Format>& formats();

}  // namespace grader
