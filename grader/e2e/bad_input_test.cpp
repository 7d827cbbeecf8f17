// Wrong input gives one sentence that says what and where, and exit code 2. Nothing is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::string kAffine =
    R"({"inputs": {"x": {"shape": [1, 2], "data": [1, 2]}, "w": {"shape": [2, 1], "data": [3, 4]},
  "b": {"shape": [1], "data": [5]}}, "upstream": {"out": {"shape": [1, 1], "data": [1]}}})";

class BadInput : public ::testing::Test {
 protected:
  void expect_refusal(const std::vector<std::string>& arguments, const std::string& reason,
                      const std::string& input = {}) {
    const Ran ran = run_grader(arguments, input);
    EXPECT_EQ(ran.exit_code, 2) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr(reason));
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }

  std::string sample() const { return (project() / "assignments/a1-gates/sample-submission").string(); }
  std::string in_folder(const std::string& name) const { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
};

TEST_F(BadInput, Submissions) {
  expect_refusal({"grade", in_folder("absent")}, in_folder("absent"));
  expect_refusal({"grade", folder_.write("file", "text").string()}, in_folder("file"));
  fs::create_directory(in_folder("empty"));
  expect_refusal({"grade", in_folder("empty")}, in_folder("empty"));
  folder_.write("other/notes.txt", "nothing to grade");
  expect_refusal({"grade", in_folder("other")}, "affine.cpp");
}

TEST_F(BadInput, Names) {
  expect_refusal({"grade", sample(), "--assignment", "a9"}, "there is no assignment a9; there is a1-gates");
  expect_refusal({"grade", sample(), "--assignment", in_folder("own.json")}, "own.json is not a file");
  expect_refusal({"grade", sample(), "--problem", "affin"},
                 "a1-gates has no problem affin; it has circuit, affine");
  expect_refusal({"grade", sample(), "--isolation", "hope"}, "--isolation hope");
  expect_refusal({"vjp", "--op", "softsign"}, "there is no op softsign; there is", kAffine);
}

TEST_F(BadInput, AllAssignments) {
  expect_refusal({"grade", in_folder("absent"), "--assignment", "all"},
                 "there is no folder " + in_folder("absent"));
  expect_refusal({"grade", folder_.path().string(), "--assignment", "all"}, "no file of any assignment");
  expect_refusal({"grade", sample(), "--assignment", "all", "--problem", "affine"},
                 "--problem needs the assignment");
  expect_refusal({"grade", sample(), "--assignment", "all", "--json", "-"},
                 "--json names a folder, and - is not a folder");
}

TEST_F(BadInput, OwnAssignments) {
  folder_.write("broken.json", "{\"schema\": ");
  expect_refusal({"grade", sample(), "--assignment", in_folder("broken.json")}, "broken.json");
  folder_.write("unknown.json",
                R"({"schema": "backprop-assignment/1", "id": "own", "title": "Own", "problems": [
    {"id": "affine", "title": "Affine", "file": "affine.cpp",
     "checks": [{"kind": "gradient", "gradient": "z"}]}]})");
  expect_refusal({"grade", sample(), "--assignment", in_folder("unknown.json")},
                 "/problems/affine/checks/dz/gradient is no input or node of affine");
}

TEST_F(BadInput, AReportThatCannotBeWrittenIsRefusedBeforeGrading) {
  expect_refusal({"grade", sample(), "--json", in_folder("absent/report.json")}, "is not a folder");
  expect_refusal({"grade", sample(), "--json", folder_.path().string()}, "is a folder");
  expect_refusal({"grade", sample(), "--html", "-"}, "--html names a file");
}

TEST_F(BadInput, ATableThatCannotBeWrittenIsRefusedBeforeTheRun) {
  expect_refusal({"mistakes", "--run", "--op", "sigmoid", "--json", in_folder("absent/table.json")},
                 "is not a folder");
  expect_refusal({"mistakes", "--op", "sigmoid", "--json", in_folder("table.json")}, "--run");
  expect_refusal({"mistakes", "--op", "sigmoid", "--kit"}, "--kit says how a run compares names");
  expect_refusal({"mistakes", "--run", "--kit", "--json", in_folder("table.json")}, "without --kit");
}

TEST_F(BadInput, WatchingEndsBeforeItBegins) {
  expect_refusal({"grade", sample(), "--watch", "--problem", "affin"}, "a1-gates has no problem affin");
  expect_refusal({"grade", sample(), "--watch", "--isolation", "hope"}, "--isolation hope");
  expect_refusal({"grade", sample(), "--watch", "--json", in_folder("absent/report.json")},
                 "is not a folder");
}

TEST_F(BadInput, Archives) {
  expect_refusal({"grade", folder_.write("broken.zip", "no archive").string()}, "broken.zip: it ");
}

TEST_F(BadInput, Kits) {
  folder_.write("k.part/mine", "precious");
  folder_.write("broken.json", "{");
  expect_refusal({"kit", in_folder("broken.json"), "--out", in_folder("k")}, "broken.json");
  EXPECT_EQ(read_file(in_folder("k.part/mine")), "precious");
  EXPECT_FALSE(fs::exists(in_folder("k")));
  folder_.write("file", "text");
  expect_refusal({"kit", "a1-gates", "--out", in_folder("file/kit")}, "file/kit cannot be made");
  expect_refusal({"kit", "a1-gates", "--out", in_folder("k"), "--blank", "forward"}, "backward");
}

TEST_F(BadInput, NothingIsWrittenOver) {
  const fs::path report = folder_.write("report.json", "precious");
  expect_refusal({"grade", in_folder("absent"), "--json", report.string()}, "absent");
  EXPECT_EQ(read_file(report), "precious");
}

TEST_F(BadInput, Cases) {
  expect_refusal({"vjp", "--op", "affine"}, "standard input", "");
  expect_refusal({"vjp", "--op", "affine"}, "standard input", "{\"inputs\": ");
  expect_refusal({"vjp", "--op", "affine"}, "inputs", "{}");
  std::string wrong = kAffine;
  wrong.replace(wrong.find("[2, 1]"), 6, "[1, 2]");
  expect_refusal({"vjp", "--op", "affine"}, "/inputs/w/shape", wrong);
  expect_refusal({"vjp", "--op", "affine", in_folder("absent.json")}, "absent.json cannot be read");
  expect_refusal({"vjp", "--op", "affine", folder_.path().string()}, "cannot be read");
  expect_refusal({"vjp", "--op", "affine", "--submission", (project() / "starter").string()},
                 "affine_backward is not implemented", kAffine);
}

TEST_F(BadInput, Reports) {
  expect_refusal({"render", in_folder("absent.json")}, "absent.json cannot be read");
  folder_.write("report.json", "{}");
  expect_refusal({"render", in_folder("report.json")}, "report.json");
}

TEST_F(BadInput, CommandLines) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"grad"},
                                                    {"grade"},
                                                    {"grade", sample(), "--seed", "-1"},
                                                    {"grade", sample(), "--jobs", "0"},
                                                    {"render", "x", "--as", "pdf"}}) {
    const Ran ran = run_grader(arguments);
    EXPECT_EQ(ran.exit_code, 2) << ran.err;
    EXPECT_EQ(ran.out, "");
  }
}

}  // namespace
}  // namespace grader
