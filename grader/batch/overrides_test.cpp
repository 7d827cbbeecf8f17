#include "grader/batch/overrides.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/input_error.hpp"
#include "grader/report/sample_report.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

class OverridesFile : public ::testing::Test {
 protected:
  OverridesFile() {
    assignment_.id = "a1-gates";
    for (const Problem& problem : sample_report().problems) {
      ProblemSpec& spec = assignment_.problems.emplace_back();
      spec.id = problem.id;
      spec.checks.emplace_back().points = problem.max_score;
    }
    for (const char* id : {"ada", "bob"}) {
      Row& row = rows_.emplace_back();
      row.submission.id = id;
      row.submission.students = {{"7", "Somebody", std::string(id) + "@example.edu"}};
      row.record.status = BatchStatus::graded;
    }
    rows_[0].submission.students[0].name = "Ada Lovelace";
    rows_[0].report = sample_report();
  }

  void read(const std::string& text) {
    folder_.write("overrides.csv", text);
    read_overrides(folder_.path() / "overrides.csv", assignment_, rows_);
  }

  std::string complaint(const std::string& row) {
    try {
      read("student,problem,points,reason,by\n" + row);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  }

  testing::Folder folder_;
  Assignment assignment_;
  std::vector<Row> rows_;
};

TEST_F(OverridesFile, SetsPoints) {
  read(
      "student,problem,points,reason,by\nADA@example.edu,affine,8.5,regrade request,T\nbob,tanh,3,by "
      "hand,T\n");
  for (Row& row : rows_) apply_overrides(row);
  EXPECT_EQ(points_of(rows_[0], "affine"), 8.5);
  EXPECT_EQ(score_of(rows_[0]), sample_report().score - sample_report().problems[1].score + 8.5);
  EXPECT_EQ(rows_[0].report->problems[1].override_by_hand->reason, "regrade request");
  EXPECT_EQ(score_of(rows_[1]), 3);
  EXPECT_EQ(points_of(rows_[1], "affine"), std::nullopt);
}

TEST_F(OverridesFile, NoFileChangesNothing) {
  read_overrides(folder_.path() / "none.csv", assignment_, rows_);
  EXPECT_TRUE(rows_[0].overrides.empty());
}

TEST_F(OverridesFile, InUtf16AsExcelWritesIt) {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("student\tproblem\tpoints\treason\tby\nbob\ttanh\t3\tr\tT\n"))
    wide += {c, '\0'};
  read(wide);
  EXPECT_EQ(score_of(rows_[1]), 3);
}

TEST_F(OverridesFile, AnEmptyFileSaysWhatBelongsIntoIt) {
  for (const char* text : {"", "\xEF\xBB\xBF", " \n\n", ",,,,\n"}) {
    try {
      read(text);
      ADD_FAILURE() << text;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("needs the header student,problem,points,reason,by"));
      EXPECT_THAT(error.what(), ::testing::HasSubstr("delete overrides.csv"));
    }
  }
}

TEST_F(OverridesFile, ANoteSaysThemWithAndWithoutAReport) {
  read("student,problem,points,reason,by\nada,affine,8.5,regrade,T\nbob,tanh,3,on paper,T\n");
  for (Row& row : rows_) apply_overrides(row);
  EXPECT_THAT(notes_on_overrides(rows_[0]),
              ::testing::ElementsAre(::testing::HasSubstr("given by hand: 8.5 instead of the grader's")));
  EXPECT_THAT(notes_on_overrides(rows_[1]),
              ::testing::ElementsAre("The points of tanh were given by hand: 3, by T: on paper."));
}

TEST_F(OverridesFile, ComplaintsNameTheRow) {
  EXPECT_EQ(complaint("zoe,affine,1,r,T\n"), "overrides.csv, row 2: nobody in this class is \"zoe\".");
  EXPECT_EQ(complaint("7,affine,1,r,T\n"), "overrides.csv, row 2: \"7\" may be any of ada, bob.");
  EXPECT_EQ(complaint("ada,gelu,1,r,T\n"), "overrides.csv, row 2: a1-gates has no problem \"gelu\".");
  for (const char* points : {"ten", "-1", "11", "nan", "", "1e"}) {
    EXPECT_EQ(complaint(std::string("ada,affine,") + points + ",r,T\n"),
              std::string("overrides.csv, row 2: the points \"") + points +
                  "\" are no number from 0 to 10, the points of affine.");
  }
  EXPECT_EQ(complaint("ada,affine,1,,T\n"), "overrides.csv, row 2: the reason is missing.");
  EXPECT_EQ(complaint("ada,affine,1,r,\n"), "overrides.csv, row 2: who gives them (by) is missing.");
  EXPECT_EQ(complaint("ada,affine,1,r,T\nAda Lovelace,affine,2,r,T\n"),
            "overrides.csv, row 3: row 2 gives points for affine to the same submission.");
  folder_.write("overrides.csv", "student,problem\n");
  EXPECT_THROW(read_overrides(folder_.path() / "overrides.csv", assignment_, rows_), InputError);
}

}  // namespace
}  // namespace grader
