// Compares kits with the grader that made them. `make test-kits` builds and uses kits as a student does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class KitOfA1 : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(kit_);  // with a slash at the end, as a shell completes it
    const Ran ran = run_grader({"kit", "a1-gates", "--out", kit_.string() + "/", "--archive"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_THAT(ran.out,
                HasSubstr("Without the hidden checks sigmoid/dx-saturated, softmax_loss/dx-extreme"));
  }

  Json grade(const fs::path& submission, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {
        "grade", submission.string(), "--json",
        "-",     "--assignment",      (kit_ / "assignments/a1-gates/assignment.json").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = run_grader(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return parse_json(ran.out);
  }

  const TemporaryFolder folder_;
  const fs::path kit_ = folder_.path() / "a1-gates";
};

TEST_F(KitOfA1, TheStarterGetsNothingAndTheSolutionsGetEverything) {
  const Json starter = grade(kit_ / "submission");
  EXPECT_EQ(starter["score"], 0.0);
  EXPECT_LT(starter["max_score"].get<double>(), 100.0) << "some checks are hidden";

  copy_solutions("a1-gates", folder_.path() / "done");
  const Json done = grade(folder_.path() / "done");
  EXPECT_EQ(done["score"], starter["max_score"]);
}

TEST_F(KitOfA1, AMistakeIsFoundByGoldenAnswers) {
  copy_solutions("a1-gates", folder_.path() / "wrong");
  replace_in_file(folder_.path() / "wrong/tanh.cpp", "1.0 - z * z", "1.0 + z * z");
  const Json report = grade(folder_.path() / "wrong", {"--problem", "tanh"});
  EXPECT_EQ(report["score"], 0.0);
  EXPECT_THAT(report["problems"][0]["checks"][1]["message"].get<std::string>(), HasSubstr("dx is wrong in"));
}

TEST_F(KitOfA1, HoldsItsHandoutAsAPage) {
  const std::string page = read_file(kit_ / "handout.html");
  EXPECT_THAT(page, HasSubstr("<h3 id=\"21-affine\">"));
  EXPECT_THAT(page, HasSubstr("href=\"starter/cheat-sheet.html\""));
  EXPECT_THAT(page, Not(HasSubstr("href=\"../")));
  EXPECT_THAT(read_file(kit_ / "starter/cheat-sheet.html"), HasSubstr("matmul(transpose(x), y)"));
  EXPECT_THAT(read_file(kit_ / "README.md"), HasSubstr("| `handout.html`, `handout.md` |"));
}

// Someone who reads `--hint 2` types `make check --hint 2`, and make refuses that.
TEST_F(KitOfA1, ReportsNameTheVariablesOfMake) {
  folder_.write("prepare",
                std::string("#!/bin/sh\nmkdir -p build && ln -sfn ") + GRADER_PROGRAM + " build/grader\n");
  fs::copy_file(folder_.path() / "prepare", kit_ / "grader/tools/prepare",
                fs::copy_options::overwrite_existing);
  fs::permissions(kit_ / "grader/tools/prepare", fs::perms(0755));
  copy_solutions("a1-gates", folder_.path() / "wrong");
  replace_in_file(folder_.path() / "wrong/tanh.cpp", "1.0 - z * z", "1.0 + z * z");
  const auto check = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"/usr/bin/make",
                                      "-s",
                                      "-C",
                                      kit_,
                                      "PROBLEM=tanh",
                                      "SUBMISSION=" + (folder_.path() / "wrong").string()};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words);
  };
  const Ran plain = check({"check"});
  EXPECT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_THAT(plain.out, AllOf(HasSubstr("  Repeat with: PROBLEM=tanh\n"), HasSubstr("\nAdd HINT=2 for "),
                               HasSubstr("CASE=1 to see the inputs that fail.\n"), Not(HasSubstr("--"))));
  EXPECT_THAT(check({"check", "HINT=2", "CASE=1"}).out,
              AllOf(HasSubstr("\nAdd HINT=3 for "), Not(HasSubstr("CASE="))));
  EXPECT_EQ(check({"report"}).exit_code, 0);
  EXPECT_THAT(read_file(kit_ / "report.html"), HasSubstr("Repeat with <code>PROBLEM=tanh</code>"));
}

TEST_F(KitOfA1, NamesOnlyItsOwnCommandsAndFolders) {
  for (const char* text : {"README.md", "AGENTS.md", "handout.md", "handout.html", "starter/cheat-sheet.md",
                           "starter/from-python.md"}) {
    EXPECT_THAT(read_file(kit_ / text),
                AllOf(Not(HasSubstr("make grade")), Not(HasSubstr("build/release")),
                      Not(HasSubstr("my-folder")), Not(HasSubstr("starter/a1-gates/`"))))
        << text;
  }
  EXPECT_THAT(read_file(kit_ / "handout.html"), HasSubstr("make check"));
  EXPECT_EQ(read_file(kit_ / "starter/a1-gates/predictions.txt"),
            read_file(kit_ / "submission/predictions.txt"));
}

// A kit of an instructor's own selection of problems.
TEST(KitOfOnesOwn, HasTheHandoutsOfItsProblemsOrSaysThatItHasNone) {
  const TemporaryFolder folder;
  const std::string own = R"({"schema": "backprop-assignment/1", "id": "mini", "title": "Mini", "problems": [
    {"id": "sigmoid", "title": "Sigmoid", "file": "sigmoid.cpp",
     "checks": [{"kind": "gradient", "gradient": "x", "points": 5}]}]})";
  folder.write("own.json", own);
  const Ran made = run_grader({"kit", folder.path() / "own.json", "--out", folder.path() / "kit"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_THAT(made.out, AllOf(HasSubstr("Handout: what the handouts of a1-gates say of these problems"),
                              HasSubstr("Without handout.html")));
  EXPECT_THAT(read_file(folder.path() / "kit/handout.md"), HasSubstr("### 2.2 `sigmoid`\n"));
  EXPECT_THAT(read_file(folder.path() / "kit/README.md"),
              HasSubstr("| `handout.md` | what each problem is about |\n"));

  folder.write("with/own.json", own);
  folder.write("with/handout.md", "# Mine\n\nRun `make grade`.\n");
  const Ran with = run_grader({"kit", folder.path() / "with/own.json", "--out", folder.path() / "kit2"});
  EXPECT_EQ(with.exit_code, 0) << with.err;
  EXPECT_THAT(with.out, Not(HasSubstr("Handout:")));
  EXPECT_EQ(read_file(folder.path() / "kit2/handout.md"), "# Mine\n\nRun `make grade`.\n");
  EXPECT_THAT(read_file(folder.path() / "kit2/README.md"), HasSubstr("If the handout names other commands"));
  EXPECT_THAT(read_file(folder.path() / "kit/README.md"),
              Not(HasSubstr("If the handout names other commands")));
}

TEST_F(KitOfA1, PacksExactlyWhatIsHandedIn) {
  fs::copy_file(kit_ / "README.md", kit_ / "submission/notes.md");
  const std::string make =
      "make -s -C " + kit_.string() + " submit > " + (folder_.path() / "out").string() + " 2>&1";
  ASSERT_EQ(std::system(make.c_str()), 0) << read_file(folder_.path() / "out");
  const std::string list =
      "tar -tzf " + (kit_ / "a1-gates.tar.gz").string() + " > " + (folder_.path() / "list").string();
  ASSERT_EQ(std::system(list.c_str()), 0);
  const std::string packed = read_file(folder_.path() / "list");
  EXPECT_THAT(packed, AllOf(HasSubstr("a1-gates/affine.cpp\n"), HasSubstr("a1-gates/two_layer_net.cpp\n"),
                            HasSubstr("a1-gates/predictions.txt\n"), Not(HasSubstr("notes")),
                            Not(HasSubstr("README"))));
  const auto given =
      std::distance(fs::directory_iterator(kit_ / "starter/a1-gates"), fs::directory_iterator());
  EXPECT_EQ(std::count(packed.begin(), packed.end(), '\n'), given) << "the layers and the predictions";

  fs::remove(kit_ / "submission/affine.cpp");
  fs::create_symlink("/etc/passwd", kit_ / "submission/affine.cpp");
  EXPECT_NE(std::system(make.c_str()), 0);
  EXPECT_THAT(read_file(folder_.path() / "out"),
              HasSubstr("submission/affine.cpp is not there, or is not a regular"));
}

TEST_F(KitOfA1, IsNotMadeOverAnother) {
  EXPECT_TRUE(fs::exists(kit_.string() + ".tar.gz"));
  const Ran again = run_grader({"kit", "a1-gates", "--out", kit_.string()});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.err, HasSubstr("is there already"));
  const Ran unknown = run_grader({"kit", "a9", "--out", (folder_.path() / "x").string()});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("there is no assignment a9"));
}

}  // namespace
}  // namespace grader
