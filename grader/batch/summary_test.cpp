#include "grader/batch/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/batch/findings.hpp"

namespace grader {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Assignment one_problem() {
  Assignment assignment;
  assignment.id = "a1-gates";
  assignment.problems.emplace_back().id = "relu";
  return assignment;
}

Row graded(const std::string& id, double score, const std::string& message = {}) {
  Row row;
  row.submission.id = id;
  row.record.status = BatchStatus::graded;
  row.record.generation = 2;
  row.record.score = score;
  std::optional<Evidence> evidence;
  if (!message.empty()) evidence.emplace().failing_class = "numeric";
  Report report;
  report.problems.resize(1);
  report.problems[0].id = "relu";
  report.problems[0].checks = {{.id = "dx",
                                .status = message.empty() ? Status::pass : Status::fail,
                                .points = score,
                                .max_points = 10,
                                .message = message,
                                .mistake = {},
                                .evidence = evidence}};
  tally(report);
  row.report = report;
  return row;
}

std::vector<Row> small_class() {
  std::vector<Row> rows = {graded("ann", 10), graded("bob", 0, "dx is wrong in 3 of 20 elements."),
                           graded("cay", 4, "dx is wrong in 7 of 20 elements.")};
  rows[1].record.earlier = Earlier{BatchStatus::graded, 5};
  rows[2].record.earlier = Earlier{BatchStatus::graded, 4};
  Row bad;
  bad.submission.id = "dan\x1b[2J";
  bad.record.status = BatchStatus::unreadable;
  bad.record.message = "dan.zip: it is empty.";
  bad.record.generation = 1;
  bad.submission.students = {{"7", "Dan", ""}, {"8", "Eve", ""}};
  bad.kept = true;
  rows.push_back(bad);
  rows[2].record.message = "Graded: new/. Other versions of relu.cpp are in old/ and were not graded.";
  Row other;
  other.submission.id = "roster.csv";
  other.record.status = BatchStatus::left_alone;
  other.record.message = "roster.csv is neither a folder nor an archive.";
  rows.push_back(other);
  return rows;
}

TEST(Summary, SaysWhatAnInstructorAsks) {
  const std::string text = render_summary(one_problem(), small_class(), {.seconds = 90, .generation = 2});
  EXPECT_THAT(text, HasSubstr("a1-gates: 4 submissions, 3 graded in 1 min 30 s (2 a minute), 1 kept from "
                              "before; 1 file left alone"));
  EXPECT_THAT(text, HasSubstr("Scores, of 10: mean 4.7, median 4, lowest 0, highest 10"));
  EXPECT_THAT(text, HasSubstr("  relu                    4.7 / 10        1      2"));
  EXPECT_THAT(text, HasSubstr("     2 relu dx: dx is wrong in 3 of 20 elements."));
  EXPECT_THAT(text, HasSubstr("Changed: 1 of 2 graded again\n  bob                            5 -> 0\n"));
  EXPECT_THAT(text, HasSubstr("Look at these yourself: 3\n"));
  EXPECT_THAT(text, HasSubstr("\n  Dan, Eve (dan"));
  EXPECT_THAT(text, HasSubstr("\n  cay: graded\n    Graded: new/. Other versions"));
  EXPECT_THAT(text, HasSubstr("\n  roster.csv: left_alone\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Summary, PointsByHandWithoutASubmissionAreSaid) {
  Row row;
  row.submission.students = {{"7", "Dan", ""}};
  row.record.status = BatchStatus::not_submitted;
  EXPECT_THAT(render_summary(one_problem(), {row}, {}), Not(HasSubstr("points by hand")));
  row.overrides = {{"relu", {1.5, "on paper", "T"}}};
  row.record.message = "The points of relu were given by hand: 1.5, by T: on paper.";
  EXPECT_THAT(
      render_summary(one_problem(), {row}, {}),
      HasSubstr("Did not submit: 1\n  Dan (7)\n\nDid not submit, and have points by hand: 1\n  Dan (7)\n"
                "    The points of relu were given by hand: 1.5, by T: on paper."));
}

TEST(Summary, AClassWithoutAReport) {
  const std::string text = render_summary(one_problem(), {small_class().at(3)}, {});
  EXPECT_THAT(text, HasSubstr("1 submission, 1 kept"));
  EXPECT_THAT(text, Not(HasSubstr("Scores")));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
}

TEST(CommonFindings, CountSubmissionsNotNumbers) {
  const auto findings = common_findings(small_class());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].count, 2u);
  EXPECT_EQ(findings[0].message, "dx is wrong in 3 of 20 elements.");
}

}  // namespace
}  // namespace grader
