/// A report in the formats that other systems read. Every renderer is a pure function, starts from
/// `student_view` (a student reads all of these, so nothing of a hidden check but its status gets in), and
/// cleans and caps the text it takes over.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// What a format needs beside the report.
struct FormatContext {
  /// Of GitHub annotations: the folder of the student's files in the repository, such as "a1-gates"; empty
  /// for its root.
  std::string folder = {};
  /// Of Classroom 50: what its runner hands over in the environment.
  struct Classroom50 {
    std::string classroom, assignment, assignment_type, owner;
    std::string submission;  ///< the tag: submit/2026-06-01T14-32-05Z-a1b2c3d
    std::string commit, release, review;
  } classroom50 = {};
};

/// Gradescope's results.json: a test a problem.
std::string render_gradescope(const Report& report, const FormatContext& context);
/// Classroom 50's result.json (classroom50/result/v1), in whole points. Throws InputError when the context
/// lacks something.
std::string render_classroom50(const Report& report, const FormatContext& context);
/// Workflow commands of GitHub Actions: an annotation a problem that is not right, at its file and line.
/// GitHub shows ten.
std::string render_github(const Report& report, const FormatContext& context);
/// The job summary of GitHub Actions, in Markdown: what goes into $GITHUB_STEP_SUMMARY.
std::string render_github_summary(const Report& report, const FormatContext& context);
/// The result that the runners of the legacy GitHub Classroom hand to its reporter, before base64; in whole
/// points. The reporter's own table counts tests, not points.
std::string render_github_classroom(const Report& report, const FormatContext& context);
/// Autolab's two last lines of stdout: the feedback, then the scores. Its problems must be called as ours.
std::string render_autolab(const Report& report, const FormatContext& context);
/// PrairieLearn's results.json. Not gradable, so that no attempt is lost, when nothing compiles or when the
/// grader itself failed.
std::string render_prairielearn(const Report& report, const FormatContext& context);
/// Submitty's results.json, in whole points.
std::string render_submitty(const Report& report, const FormatContext& context);
/// What `check50 -o json` writes: a result a check, without points.
std::string render_check50(const Report& report, const FormatContext& context);
/// JUnit XML: a suite a problem, a case a check.
std::string render_junit(const Report& report, const FormatContext& context);
/// A row a check, RFC 4180.
std::string render_csv(const Report& report, const FormatContext& context);

struct Format {
  std::string_view name;  ///< as `grader render --as` calls it
  std::string (*render)(const Report&, const FormatContext&);
};

const std::vector<Format>& formats();

}  // namespace grader
