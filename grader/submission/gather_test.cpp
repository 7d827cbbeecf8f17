// Which of the files in a submission are graded.
#include "grader/submission/gather.hpp"
#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <random>
#include <utility>

#include "grader/report/report.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::vector<std::string> kNames = {"affine.cpp", "relu.cpp", "tanh.cpp"};

std::string starter(const std::string& name) { return read_file(fs::path(STARTER) / "a1-gates" / name); }
std::string solution(const std::string& name) { return read_file(fs::path(SOLUTIONS) / "a1-gates" / name); }

class Gather : public ::testing::Test {
 protected:
  void add(const std::string& file, std::string_view text) {
    fs::create_directories((folder_.path() / file).parent_path());
    folder_.write(file, text);
  }
  void add_starters(const std::string& folder) {
    for (const std::string& name : kNames) add(folder + '/' + name, starter(name));
  }
  /// A kit as students get it, with the course's own files that have expected names.
  void add_kit(const std::string& root) {
    add_starters(root + "submission");
    add_starters(root + "starter/a1-gates");
    add(root + "grader/ops/affine.cpp", "an op");
    add(root + "grader/ops/relu.cpp", "an op");
    add(root + "earlier/tanh.cpp", "of another assignment");
    add(root + "assignments/a1-gates/assignment.json", "{}");
  }
  const Gathered& gathered(GatherOptions options = {}) {
    result_ = gather({folder_.path()}, kNames, options);
    return result_;
  }
  std::string text(const std::string& name) const {
    const SourceFile* file = result_.files.find(name);
    return file ? file->bytes : "none";
  }
  std::string problem(const std::string& name) const {
    for (const CollectedFile& file : result_.files.files) {
      if (file.name == name) return file.problem;
    }
    return "no such file";
  }
  std::string notes() const {
    std::string all;
    for (const std::string& note : result_.notes) all += note + '\n';
    return all;
  }
  std::string complaint(GatherOptions options = {}) {
    try {
      gathered(options);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  }

  testing::Folder folder_;
  Gathered result_;
};

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

TEST_F(Gather, AKitInWhoseStarterFolderTheWorkWasDone) {
  add_kit("");
  add("starter/a1-gates/affine.cpp", "my affine");
  EXPECT_EQ(gathered().folder, "starter/a1-gates");
  EXPECT_EQ(text("affine.cpp"), "my affine");
}

// Its stubs differ from this grader's.
TEST_F(Gather, AKitOfAnotherVersion) {
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

TEST_F(Gather, AnUntouchedStarterNeverWins) {
  add_starters("starter/a1-gates");
  add("my-gates/relu.cpp", "my relu");
  add("my-gates/tanh.cpp", starter("tanh.cpp"));
  EXPECT_EQ(gathered().folder, "my-gates");
  EXPECT_EQ(text("relu.cpp"), "my relu");
  EXPECT_THAT(result_.not_graded, IsEmpty());
}

// Whatever the folders are called, and however many starters there are.
TEST_F(Gather, AnUntouchedStarterNeverWinsInAnyLayout) {
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

TEST_F(Gather, AStarterWithOtherLineEndsAndANameOnTopIsUntouchedStill) {
  std::string text = "\xEF\xBB\xBF// Ada\r\n";
  for (const char c : starter("relu.cpp")) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  add("a1-gates/relu.cpp", text);
  add("mine/relu.cpp", "my relu");
  gathered();
  EXPECT_EQ(this->text("relu.cpp"), "my relu");
}

TEST_F(Gather, NothingButStarters) {
  add_starters("a1-gates");
  EXPECT_EQ(gathered().folder, "a1-gates");
  EXPECT_EQ(text("relu.cpp"), starter("relu.cpp"));
  EXPECT_THAT(notes(), HasSubstr("Every file is as it was given out: there is no work in it."));
}

TEST_F(Gather, TheCoursesSolutionsLoseAgainstAStudentsFiles) {
  for (const std::string& name : kNames) add("solutions/a1-gates/" + name, solution(name));
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

TEST_F(Gather, SeveralVersionsAreSaid) {
  add("old/affine.cpp", "old");
  add("old/relu.cpp", "old");
  add("final/affine.cpp", "new");
  EXPECT_EQ(text((gathered(), "affine.cpp")), "new") << "whose name says that it is old is not the last word";
  EXPECT_EQ(text("relu.cpp"), "old");
  EXPECT_THAT(result_.not_graded, ElementsAre("old/"));
  EXPECT_THAT(result_.notes,
              ElementsAre("Graded: final/. Other versions of affine.cpp are in old/ and were not graded."));
}

TEST_F(Gather, TheDateOfAFileNeverDecides) {
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

TEST_F(Gather, CopiesAreNoOtherVersions) {
  add("one/affine.cpp", "int a;");
  add("two/affine.cpp", "// the same\r\nint a;\r\n");
  gathered();
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

TEST_F(Gather, AFileOfItsOwnAssignmentBeforeACopyInAnother) {
  add("a1-gates/affine.cpp", "first");
  add("a2-depth/affine.cpp", "changed later");
  gathered();
  EXPECT_EQ(text("affine.cpp"), "first");
  EXPECT_THAT(result_.notes, IsEmpty());
}

TEST_F(Gather, WorkBesideAStarterOfThatName) {
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

TEST_F(Gather, ALinkOrAFolderOfThatNameIsSaidUnlessTheFileIsElsewhere) {
  add("affine.cpp/affine.cpp", "unpacked into a folder");
  fs::create_symlink("/etc/passwd", folder_.path() / "relu.cpp");
  gathered();
  EXPECT_EQ(text("affine.cpp"), "unpacked into a folder");
  EXPECT_EQ(problem("relu.cpp"), "relu.cpp is a symbolic link.");
  EXPECT_THAT(notes(), HasSubstr("relu.cpp is a symbolic link."));
  EXPECT_THAT(result_.not_graded, IsEmpty());
}

TEST_F(Gather, NearMissesAreNamed) {
  add("affine-1.cpp", "a");
  add("relu.cpp", "r");
  add("more/Tanh.cpp", "t");
  add("more/tanh.cc", "t");
  gathered();
  EXPECT_EQ(problem("affine.cpp"), "affine.cpp is not here, but affine-1.cpp is: rename it.");
  EXPECT_EQ(problem("tanh.cpp"), "tanh.cpp is not here, but more/Tanh.cpp and more/tanh.cc are: rename it.");
  EXPECT_THAT(notes(), HasSubstr("but affine-1.cpp is: rename it."));
}

TEST_F(Gather, ANearMissBesideTheUntouchedStarter) {
  add("affine.cpp", starter("affine.cpp"));
  add("affine (1).cpp", "mine");
  gathered();
  EXPECT_THAT(notes(),
              HasSubstr("affine.cpp is the untouched starter, but affine (1).cpp is there too: rename it."));
}

TEST_F(Gather, NearMissesAreTakenOnDemand) {
  add("affine-1.cpp", "a");
  add("Relu.cpp", "r");
  add("relu.cc", "r");
  add("tanh.cpp", std::string_view("i\0n\0t\0 \0t\0;\0", 12));
  gathered({.open = {}, .take_similar = true});
  EXPECT_EQ(text("affine.cpp"), "a");
  EXPECT_EQ(text("relu.cpp"), "none") << "which of the two?";
  EXPECT_EQ(text("tanh.cpp"), "int t;");
  EXPECT_THAT(notes(), HasSubstr("affine-1.cpp was graded as affine.cpp.\n"));
  EXPECT_THAT(notes(), HasSubstr("tanh.cpp is in UTF-16; it was graded as tanh.cpp in UTF-8.\n"));
  EXPECT_THAT(notes(), Not(HasSubstr("save it as UTF-8")));
}

TEST_F(Gather, NothingExpected) {
  add("onlinetext.html", "<html>");
  EXPECT_THAT(complaint(), HasSubstr("tanh.cpp; it has onlinetext.html."));
  add("AFFINE.CPP", "a");
  EXPECT_THAT(complaint(),
              HasSubstr("tanh.cpp; but it has some that resemble them: rename AFFINE.CPP to affine.cpp."));
  EXPECT_THROW(gather({folder_.path()}, kNames, {}), NothingToGrade);
}

TEST_F(Gather, ASingleFileAndAFileThatIsNone) {
  add("affine.cpp", "a");
  EXPECT_EQ(gather({folder_.path() / "affine.cpp"}, kNames, {}).files.find("affine.cpp")->bytes, "a");
  add("notes.txt", "n");
  try {
    gather({folder_.path() / "notes.txt"}, kNames, {});
    ADD_FAILURE();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("notes.txt is none of the expected files: affine.cpp"));
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

/// Archives that are folders beside the submission, by the archive's name.
OpenArchive pretended(const fs::path& contents) {
  return [contents](const fs::path& archive, const std::vector<std::string>&) -> OpenedArchive {
    if (!fs::exists(contents / archive.filename())) throw InputError("it is damaged");
    return {contents / archive.filename(), nullptr};
  };
}

TEST_F(Gather, OpensArchivesAndThoseWithinThemOnce) {
  const testing::Folder contents;
  const auto put = [&](const std::string& file, std::string_view text) {
    fs::create_directories((contents.path() / file).parent_path());
    contents.write(file, text);
  };
  add("hw.zip", "PK\x03\x04");
  put("hw.zip/inner.zip", "PK\x03\x04");
  put("inner.zip/work/affine.cpp", "a");
  put("inner.zip/third.zip", "PK\x03\x04");
  gathered({.open = pretended(contents.path())});
  EXPECT_EQ(text("affine.cpp"), "a");
  EXPECT_EQ(result_.folder, "hw.zip/inner.zip/work");
  EXPECT_THAT(notes(), HasSubstr("hw.zip/inner.zip/third.zip: it lies in an archive within an archive."));
}

TEST_F(Gather, TwoArchivesAreBothOpened) {
  const testing::Folder contents;
  for (const char* name : {"one.zip", "two.zip"}) {
    add(name, "PK\x03\x04");
    fs::create_directory(contents.path() / name);
  }
  contents.write("one.zip/affine.cpp", "first");
  contents.write("two.zip/affine.cpp", "second");
  contents.write("two.zip/relu.cpp", "r");
  gathered({.open = pretended(contents.path())});
  EXPECT_EQ(text("affine.cpp"), "second") << "there is more work in it";
  EXPECT_THAT(notes(), HasSubstr("Graded: two.zip/. Other versions of affine.cpp are in one.zip/"));
}

TEST_F(Gather, AnArchiveThatCannotBeOpenedIsANoteBesideFilesAndAnErrorAlone) {
  const testing::Folder contents;
  add("hw.zip", "PK\x03\x04");
  EXPECT_EQ(complaint({.open = pretended(contents.path())}), "hw.zip: it is damaged.");
  EXPECT_EQ(complaint(), "hw.zip: it is an archive: unpack it first.");
  add("affine.cpp", "a");
  gathered({.open = pretended(contents.path())});
  EXPECT_THAT(notes(), HasSubstr("hw.zip: it is damaged."));
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
