// Which of the files in a submission are graded.
#include <utility>

#include "grader/report/report.hpp"
#include "grader/submission/testing/gather_fixture.hpp"

namespace grader {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(Gather, TheFolderItself) {
  add("affine.cpp", "a");
  add("docs/readme.txt", "x");
  EXPECT_EQ(gathered().folder, ".");
  EXPECT_THAT(result_.notes, IsEmpty());
  EXPECT_EQ(text("affine.cpp"), "a");
  EXPECT_EQ(problem("tanh.cpp"), "tanh.cpp is not in the submission.");
}

TEST_F(Gather, ANameThatDiffersInCaseBesideTheGradedFile) {
  add("affine.cpp", "a = 1;");
  add("Affine.cpp", "a = 2;");
  add("relu.cpp", "r");
  add("Relu.cpp", " r // the same");
  add("tanh.cpp", "t");
  add("tanh_old.cpp", "another");
  gathered();
  EXPECT_EQ(text("affine.cpp"), "a = 1;");
  EXPECT_THAT(
      result_.notes,
      ElementsAre("affine.cpp was graded; Affine.cpp lies beside it, differs from it and was not graded."));
}

TEST_F(Gather, AFolderFarInside) {
  add("home/ada/course/hw1/src/relu.cpp", "r");
  EXPECT_EQ(gathered().folder, "home/ada/course/hw1/src");
  EXPECT_THAT(result_.notes, IsEmpty());
}

TEST_F(Gather, AKitWithTheWorkInSubmission) {
  add_kit("");
  add("submission/affine.cpp", "my affine");
  EXPECT_EQ(gathered().folder, "submission");
  EXPECT_EQ(text("affine.cpp"), "my affine");
  EXPECT_EQ(text("relu.cpp"), starter("relu.cpp"));
  EXPECT_THAT(result_.notes, IsEmpty());
  EXPECT_THAT(result_.not_graded, IsEmpty());
}

TEST_F(Gather, AKitWithinAFolderAndAnotherKitBesideIt) {
  add_kit("work/a1-gates/");
  add_kit("work/a2-depth/");
  for (const std::string& name : kNames) fs::remove(folder_.path() / "work/a2-depth/submission" / name);
  add("work/a1-gates/submission/tanh.cpp", "my tanh");
  EXPECT_EQ(gathered().folder, "work/a1-gates/submission");
  EXPECT_EQ(text("tanh.cpp"), "my tanh");
  EXPECT_THAT(result_.notes, IsEmpty());
}

TEST_F(Gather, EachFileIsLookedForByItself) {
  add("a1-gates/affine.cpp", "a");
  add("a1-gates/relu.cpp", "r");
  add("extra/tanh.cpp", "t");
  EXPECT_EQ(gathered().folder, ".");
  EXPECT_EQ(text("affine.cpp"), "a");
  EXPECT_EQ(text("tanh.cpp"), "t");
  EXPECT_EQ(result_.in_subfolders.at("tanh.cpp"), "extra/tanh.cpp");
  EXPECT_THAT(result_.notes, IsEmpty());
}

TEST_F(Gather, PassesOverWhatNobodyWroteByHand) {
  for (const char* folder : {".git", "__MACOSX", "node_modules/x", ".vscode", "cmake-build-debug/copy"})
    add(std::string(folder) + "/affine.cpp", "not mine");
  add("cmake-build-debug/CMakeCache.txt", "");
  add("._affine.cpp", "resource fork");
  const testing::Folder outside;
  outside.write("affine.cpp", "x");
  fs::create_directory_symlink(outside.path(), folder_.path() / "link");
  EXPECT_THAT(complaint(), HasSubstr("has none of the expected files: affine.cpp, relu.cpp, tanh.cpp"));
  add("build/affine.cpp", "mine");
  EXPECT_EQ(gathered().folder, "build") << "a name alone makes no build tree";
}

TEST_F(Gather, ASingleFileAndAFileThatIsNone) {
  add("affine.cpp", "a");
  EXPECT_EQ(gather({folder_.path() / "affine.cpp"}, kNames, {}).files.find("affine.cpp")->bytes, "a");
  add("notes.txt", "n");
  try {
    gather({folder_.path() / "notes.txt"}, kNames, {});
    ADD_FAILURE();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("notes.txt is not one of the expected files: affine.cpp"));
  }
  EXPECT_THROW(gather({folder_.path() / "absent"}, kNames, {}), InputError);
}

TEST_F(Gather, FilesThatASystemHasRenamed) {
  add("ada_7_1_affine.cpp", "a");
  add("ada_7_2_relu.cpp", "r");
  const Gathered got = gather({folder_.path(),
                               {{folder_.path() / "ada_7_1_affine.cpp", "affine.cpp"},
                                {folder_.path() / "ada_7_2_relu.cpp", "relu.cpp"}}},
                              kNames, {});
  EXPECT_EQ(got.files.find("affine.cpp")->bytes, "a");
  EXPECT_EQ(got.files.find("relu.cpp")->bytes, "r");
  EXPECT_THAT(got.notes, IsEmpty());
}

TEST_F(Gather, TheReportSaysWhereTheFilesWere) {
  add("one/affine.cpp", "a");
  add("two/affine.cpp", "b");
  add("two/relu.cpp", "r");
  Report report;
  report.problems.resize(1);
  report.problems[0].location = SourceLocation{"affine.cpp", 3};
  describe(gathered(), report);
  EXPECT_EQ(report.submission.folder, "two");
  EXPECT_THAT(report.submission.not_graded, ElementsAre("one/"));
  EXPECT_EQ(report.submission.notes.size(), 1u);
  EXPECT_EQ(report.problems[0].location->file, "affine.cpp");
}

TEST_F(Gather, TheFingerprintIsOfAllThatIsLookedAt) {
  add("affine.cpp", "a");
  const auto now = [&] { return fingerprint_of({folder_.path()}, kNames); };
  std::string before = now();
  const auto changes = [&] { return std::exchange(before, now()) != before; };
  EXPECT_FALSE(changes());
  add("unrelated.bin", "x");
  (void)now();
  before = now();
  add("old/affine.cpp", "b");
  EXPECT_TRUE(changes());
  add("Relu.cpp", "r");
  EXPECT_TRUE(changes());
  add("hw.zip", "PK\x03\x04");
  EXPECT_TRUE(changes());
  add("hw.zip", "PK\x03\x04 other");
  EXPECT_TRUE(changes());
}

}  // namespace
}  // namespace grader
