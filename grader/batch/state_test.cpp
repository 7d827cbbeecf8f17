// Reads back the files that a batch writes.
#include <gtest/gtest.h>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/batch/plan.hpp"
#include "grader/batch/record.hpp"
#include "grader/batch/run_state.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

TEST(Record, ComesBack) {
  const testing::Folder folder;
  const Record record = {.id = "al\"ice",
                         .fingerprint = "f",
                         .generation = 3,
                         .status = BatchStatus::empty,
                         .message = "It is.",
                         .score = 1.5,
                         .report_sha256 = "s",
                         .earlier = Earlier{BatchStatus::graded, 7}};
  write_record(folder.path() / "r.json", record);
  const auto back = read_record(folder.path() / "r.json");
  ASSERT_TRUE(back);
  EXPECT_EQ(to_json(*back), to_json(record));
  const std::string text = read_file(folder.path() / "r.json");
  for (std::size_t length = 0; length + 2 < text.size(); length += 7) {
    folder.write("r.json", text.substr(0, length));
    EXPECT_FALSE(read_record(folder.path() / "r.json")) << length;
  }
}

TEST(Plan, ComesBackWhateverNamesAre) {
  const testing::Folder folder;
  Plan plan;
  plan.grades = folder.path();
  plan.seed = 12;
  plan.generation = 4;
  plan.conditions = "c";
  Task task;
  task.submission = {.id = "x",
                     .file_name = "y",
                     .form = Submission::Form::archive,
                     .source = std::string("/a/\xff\xfe'\n\".zip"),
                     .problem = "",
                     .students = {}};
  task.fingerprint = "f";
  Task renamed;
  renamed.submission.form = Submission::Form::files;
  renamed.submission.files = {{"/a/ada_1_2_affine.cpp", "affine\xff.cpp", 12}};
  plan.tasks = {task, renamed};
  plan.take_similar = true;
  write_plan(folder.path() / "p.json", plan);
  const Plan back = read_plan(folder.path() / "p.json");
  EXPECT_EQ(back.tasks.at(0).submission.source, task.submission.source);
  EXPECT_EQ(back.tasks.at(0).submission.form, Submission::Form::archive);
  EXPECT_EQ(back.tasks.at(1).submission.form, Submission::Form::files);
  EXPECT_EQ(back.tasks.at(1).submission.files.at(0).name, "affine\xff.cpp");
  EXPECT_EQ(back.tasks.at(1).submission.files.at(0).upload, 12u);
  EXPECT_TRUE(back.take_similar);
  EXPECT_EQ(back.seed, plan.seed);
  EXPECT_EQ(back.generation, 4);
  folder.write("p.json", "{}");
  EXPECT_THROW(read_plan(folder.path() / "p.json"), InputError);
}

class Run : public ::testing::Test {
 protected:
  Run() : grades_(folder_.path() / "g") { grades_.prepare(); }
  testing::Folder folder_;
  GradesFolder grades_;
};

TEST_F(Run, StoppedItIsTheSameGeneration) {
  EXPECT_EQ(begin_run(grades_, "a1", "c", false).generation, 1);
  const RunState again = begin_run(grades_, "a1", "c", false);
  EXPECT_EQ(again.generation, 1);
  finish_run(grades_, again);
  const RunState regrade = begin_run(grades_, "a1", "c", true);
  EXPECT_EQ(regrade.generation, 2);
  EXPECT_TRUE(begin_run(grades_, "a1", "c", false).regrade)
      << "a regrading that was stopped is finished first";
  EXPECT_EQ(begin_run(grades_, "a1", "c", true).generation, 2);
  EXPECT_FALSE(begin_run(grades_, "a1", "c", true).conditions_changed);
  EXPECT_TRUE(begin_run(grades_, "a1", "d", true).conditions_changed);
}

TEST_F(Run, RefusesWhatIsNotItsOwn) {
  begin_run(grades_, "a1", "c", false);
  EXPECT_THROW(begin_run(grades_, "a2", "c", false), InputError);
  const UniqueFd lock = lock_folder(grades_);
  EXPECT_THROW(lock_folder(grades_), InputError);
  folder_.write("g/.batch/run.json", "{");
  EXPECT_THROW(begin_run(grades_, "a1", "c", false), InputError);
  fs::create_directory(folder_.path() / "other");
  folder_.write("other/grades.csv", "mine");
  EXPECT_THROW(GradesFolder(folder_.path() / "other").prepare(), InputError);
  EXPECT_THROW(GradesFolder(folder_.path() / "other/grades.csv").prepare(), InputError);
}

}  // namespace
}  // namespace grader
