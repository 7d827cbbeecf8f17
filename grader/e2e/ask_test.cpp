// `grader ask`, with reports of assignments of an instructor's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/e2e/run_grader.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// One file is called otherwise than in the course.
TEST(Ask, AsksAboutNoLineThatWasGiven) {
  const TemporaryFolder folder;
  folder.write("own.json", R"({"schema": "backprop-assignment/1", "id": "mini", "title": "Mini", "problems": [
    {"id": "sigmoid", "title": "Sigmoid", "file": "sigmoid.cpp",
     "checks": [{"kind": "gradient", "gradient": "x", "points": 5}]},
    {"id": "gate", "op": "relu", "title": "ReLU", "file": "gate.cpp",
     "checks": [{"kind": "gradient", "gradient": "x", "points": 5}]}]})");
  const fs::path solutions = project() / "solutions/a1-gates";
  folder.write("work/sigmoid.cpp", read_file(solutions / "sigmoid.cpp"));
  folder.write("work/gate.cpp", read_file(solutions / "relu.cpp"));
  const fs::path report = folder.path() / "report.json";
  const Ran graded = run_grader(
      {"grade", folder.path() / "work", "--assignment", folder.path() / "own.json", "--json", report});
  ASSERT_EQ(graded.exit_code, 0) << graded.err;
  const Ran asked = run_grader({"ask", report, "--submission", folder.path() / "work"});
  EXPECT_EQ(asked.exit_code, 0) << asked.err;
  // What students are given has exp and where; what they write has neither.
  EXPECT_THAT(asked.out, AllOf(HasSubstr("sigmoid.cpp, line"), HasSubstr("gate.cpp, line"),
                               Not(HasSubstr("exp(")), Not(HasSubstr("where("))));
}

}  // namespace
}  // namespace grader
