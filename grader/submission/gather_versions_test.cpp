// Which of several versions of a file is graded: work before starters, in every layout.
#include <chrono>
#include <map>
#include <random>

#include "grader/submission/testing/gather_fixture.hpp"

namespace grader {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using GatherVersions = Gather;

std::string solution_text(const std::string& name) {
  return read_file(fs::path(SOLUTIONS) / "a1-gates" / name);
}

TEST_F(GatherVersions, AKitInWhoseStarterFolderTheWorkWasDone) {
  add_kit("");
  add("starter/a1-gates/affine.cpp", "my affine");
  EXPECT_EQ(gathered().folder, "starter/a1-gates");
  EXPECT_EQ(text("affine.cpp"), "my affine");
}

// Its stubs differ from this grader's.
TEST_F(GatherVersions, AKitOfAnotherVersion) {
  add_kit("");
  for (const std::string& name : kNames) {
    add("starter/a1-gates/" + name, "int old; throw NotImplemented(\"x\");");
    add("submission/" + name, "int old; throw NotImplemented(\"x\");");
  }
  add("submission/affine.cpp", "int old; my affine");
  EXPECT_EQ(gathered().folder, "submission");
  EXPECT_EQ(text("affine.cpp"), "int old; my affine");
  EXPECT_THAT(result_.notes, IsEmpty());

  add("submission/affine.cpp", "int old; throw NotImplemented(\"x\");");
  add("starter/a1-gates/affine.cpp", "int old; my affine");
  gathered();
  EXPECT_EQ(text("affine.cpp"), "int old; my affine");
}

TEST_F(GatherVersions, AnUntouchedStarterNeverWins) {
  add_starters("starter/a1-gates");
  add("my-gates/relu.cpp", "my relu");
  add("my-gates/tanh.cpp", starter("tanh.cpp"));
  EXPECT_EQ(gathered().folder, "my-gates");
  EXPECT_EQ(text("relu.cpp"), "my relu");
  EXPECT_THAT(result_.not_graded, IsEmpty());
}

// The names of the folders and the number of starters do not matter.
TEST_F(GatherVersions, AnUntouchedStarterNeverWinsInAnyLayout) {
  const std::vector<std::string> folders = {
      "",         "submission", "starter/a1-gates", "a1-gates", "a2-depth", "old",
      "my gates", "solutions",  "submission/deep",  "earlier",  "build"};
  std::mt19937_64 random(5);
  for (int layout = 0; layout < 150; ++layout) {
    const testing::Folder folder;
    std::map<std::string, std::size_t> work;
    bool any = false;
    for (const std::string& inner : folders) {
      for (const std::string& name : kNames) {
        const auto choice = random() % 5;
        if (choice > 1) continue;
        fs::create_directories(folder.path() / inner);
        folder.write((fs::path(inner) / name).string(), choice == 0 ? "work" : starter(name));
        // In a kit the student's files of earlier assignments and build trees are no part of the submission.
        const bool may_be_passed_over = inner == "earlier" || inner == "build";
        work[name] += choice == 0 && !may_be_passed_over ? 1 : 0;
        any |= !may_be_passed_over;
      }
    }
    if (!any) continue;
    const Gathered got = gather({folder.path()}, kNames, {});
    for (const auto& [name, count] : work) {
      if (count == 0) continue;
      ASSERT_NE(got.files.find(name), nullptr) << layout << ' ' << name;
      EXPECT_EQ(got.files.find(name)->bytes, "work") << layout << ' ' << name;
    }
    EXPECT_THAT(got.not_graded, IsEmpty()) << "all work is the same";
  }
}

TEST_F(GatherVersions, AStarterWithOtherLineEndsAndANameOnTopIsUntouchedStill) {
  std::string text = "\xEF\xBB\xBF// Ada\r\n";
  for (const char c : starter("relu.cpp")) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  add("a1-gates/relu.cpp", text);
  add("mine/relu.cpp", "my relu");
  gathered();
  EXPECT_EQ(this->text("relu.cpp"), "my relu");
}

TEST_F(GatherVersions, NothingButStarters) {
  add_starters("a1-gates");
  EXPECT_EQ(gathered().folder, "a1-gates");
  EXPECT_EQ(text("relu.cpp"), starter("relu.cpp"));
  EXPECT_THAT(notes(), HasSubstr("Every file is as it was given out: there is no work in it."));
}

TEST_F(GatherVersions, TheCoursesSolutionsLoseAgainstAStudentsFiles) {
  for (const std::string& name : kNames) add("solutions/a1-gates/" + name, solution_text(name));
  add("my-gates/affine.cpp", "wrong");
  EXPECT_EQ(gathered().folder, "my-gates");
  EXPECT_EQ(text("affine.cpp"), "wrong");
  EXPECT_EQ(text("tanh.cpp"), "none");
  EXPECT_THAT(notes(),
              HasSubstr("solutions/a1-gates/ holds the course's own solutions, and was not graded."));

  fs::remove_all(folder_.path() / "my-gates");
  add_starters("starter/a1-gates");
  EXPECT_EQ(gathered().folder, "solutions/a1-gates") << "an instructor who tries the grader";
}

TEST_F(GatherVersions, SeveralVersionsAreSaid) {
  add("old/affine.cpp", "old");
  add("old/relu.cpp", "old");
  add("final/affine.cpp", "new");
  EXPECT_EQ(text((gathered(), "affine.cpp")), "new") << "whose name says that it is old is not the last word";
  EXPECT_EQ(text("relu.cpp"), "old");
  EXPECT_THAT(result_.not_graded, ElementsAre("old/"));
  EXPECT_THAT(result_.notes,
              ElementsAre("Graded: final/. Other versions of affine.cpp are in old/ and were not graded."));
}

TEST_F(GatherVersions, TheDateOfAFileNeverDecides) {
  for (const int newer : {0, 1}) {
    for (const int i : {0, 1}) {
      const std::string file = i == 0 ? "one/affine.cpp" : "two/affine.cpp";
      add(file, i == 0 ? "one" : "two");
      const auto age = std::chrono::hours(i == newer ? 1 : 1000);
      fs::last_write_time(folder_.path() / file, fs::file_time_type::clock::now() - age);
    }
    gathered();
    EXPECT_EQ(text("affine.cpp"), "one");
    EXPECT_THAT(notes(), HasSubstr("Other versions of affine.cpp are in two/ and were not graded."));
  }
}

TEST_F(GatherVersions, CopiesAreNoOtherVersions) {
  add("one/affine.cpp", "int a;");
  add("two/affine.cpp", "// the same\r\nint a;\r\n");
  gathered();
  EXPECT_THAT(result_.notes, IsEmpty());
}

TEST_F(GatherVersions, AFileOfItsOwnAssignmentBeforeACopyInAnother) {
  add("a1-gates/affine.cpp", "first");
  add("a2-depth/affine.cpp", "changed later");
  gathered();
  EXPECT_EQ(text("affine.cpp"), "first");
  EXPECT_THAT(result_.notes, IsEmpty());
}

TEST_F(GatherVersions, WorkBesideAStarterOfThatName) {
  add_starters("submission");
  add("submission/relu.cpp", "my relu");
  add("submission/tanh.cpp", "my tanh");
  add("affine.cpp", "my affine");
  gathered();
  EXPECT_EQ(text("affine.cpp"), "my affine");
  EXPECT_EQ(text("relu.cpp"), "my relu");
  EXPECT_THAT(
      notes(),
      HasSubstr("affine.cpp was taken from the top folder: in submission/ it is the untouched starter."));
}

}  // namespace
}  // namespace grader
