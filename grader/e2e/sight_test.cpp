// What a student can see of an answer that is wrong: the real program on real submissions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class Sight : public ::testing::Test {
 protected:
  Sight() { fs::create_directory(work()); }

  fs::path work() const { return folder_.path() / "work"; }
  fs::path json() const { return folder_.path() / "report.json"; }

  void hand_in(const std::string& solution, const std::string& from, const std::string& to) {
    fs::copy_file(project() / "solutions" / solution, work() / fs::path(solution).filename(),
                  fs::copy_options::overwrite_existing);
    replace_in_file(work() / fs::path(solution).filename(), from, to);
  }

  std::string grade(const std::string& assignment, const std::string& problem,
                    std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"grade",     work().string(), "--assignment", assignment,
                                          "--problem", problem,         "--json",       json().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = run_grader(arguments);
    EXPECT_EQ(ran.err, "");
    return ran.out;
  }

  TemporaryFolder folder_;
};

TEST_F(Sight, TheFailingCaseIsShownAndIsTheSmallest) {
  hand_in("a1-gates/affine.cpp", "matmul(transpose(x), dout)", "2.0 * matmul(transpose(x), dout)");
  EXPECT_THAT(grade("a1-gates", "affine"), HasSubstr("Add --show-case to see the inputs that fail."));
  const std::string text = grade("a1-gates", "affine", {"--show-case"});
  EXPECT_THAT(text, HasSubstr("The smallest case that fails, inputs of kind \"batch-of-one\""));
  EXPECT_THAT(text, HasSubstr("\n  x (1, "));
  EXPECT_THAT(text, HasSubstr("\n  upstream gradient dout (1, "));
  EXPECT_THAT(text, HasSubstr(", yours"));
  EXPECT_THAT(text, Not(HasSubstr("Add --show-case")));

  // The case is what `vjp` reads, and the student's own code gives the shown answer again.
  const Report report = parse_report(read_file(json()));
  const FailingCase& failing = *report.problems[0].checks[2].failing_case;
  const Json document = parse_json(read_file(json()));
  const Json call = document["problems"][0]["checks"][2]["case"]["call"];
  const Ran again = run_grader({"vjp", "--op", "affine", "--submission", work().string()}, call.dump());
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(parse_json(again.out)["gradients"]["w"]["data"], Json(failing.actual->values));
  const Ran right = run_grader({"vjp", "--op", "affine"}, call.dump());
  for (std::size_t i = 0; i < failing.expected->values.size(); ++i)
    EXPECT_DOUBLE_EQ(parse_json(right.out)["gradients"]["w"]["data"][i].get<double>(),
                     failing.expected->values[i]);
}

TEST_F(Sight, AFunctionWithOneNumberShowsItsInput) {
  hand_in("a1-gates/saturated_fraction.cpp", "return mean(", "return 1.0 + mean(");
  const std::string text = grade("a1-gates", "saturated_fraction", {"--show-case"});
  EXPECT_THAT(text, HasSubstr("\n  z ("));
  EXPECT_THAT(text, HasSubstr("\n  fraction, expected = "));
  EXPECT_THAT(text, HasSubstr("\n  fraction, yours = "));
}

TEST_F(Sight, TheCaseOfACrashIsShown) {
  hand_in("a1-gates/affine.cpp", "matmul(transpose(x), dout)", "matmul(x, dout)");
  const std::string text = grade("a1-gates", "affine", {"--show-case"});
  EXPECT_THAT(text, HasSubstr("The case, inputs of kind \"unit\""));
  EXPECT_THAT(text, HasSubstr("\n  upstream gradient dout (")) << text;
}

// A hidden check alone fails: only where the gate saturates.
TEST_F(Sight, NothingOfAHiddenCheckIsShown) {
  hand_in("a1-gates/sigmoid.cpp", "return dz * z * (1.0 - z);",
          "std::cerr << \"the smallest is \" << z(0, 0) << '\\n';\n"
          "  return dz * (z * (1.0 - z) + where(z < 1e-9, 1e-3, 0.0));");
  replace_in_file(work() / "sigmoid.cpp", "namespace backprop {",
                  "#include <iostream>\nnamespace backprop {");
  const std::string text =
      grade("a1-gates", "sigmoid", {"--show-case", "--html", (folder_.path() / "page.html").string()});
  EXPECT_THAT(text, HasSubstr("A hidden gradient check: wrong.")) << text;
  EXPECT_THAT(text, Not(HasSubstr("the smallest is")));
  EXPECT_THAT(text, Not(HasSubstr("upstream gradient")));
  EXPECT_THAT(read_file(folder_.path() / "page.html"), Not(HasSubstr("class=\"case\"")));
  EXPECT_THAT(read_file(json()), Not(HasSubstr("the smallest is")));
}

TEST_F(Sight, WhatTheCodePrintsIsShownWithItsCase) {
  hand_in("a1-gates/affine.cpp", "const Matrix dw = ",
          "std::cout << \"rows \" << x.shape(0) << std::endl; std::cerr << \"\\x1b[2Jlate\\n\";\n"
          "  const Matrix dw = 2.0 * ");
  replace_in_file(work() / "affine.cpp", "namespace backprop {", "#include <iostream>\nnamespace backprop {");
  const std::string text = grade("a1-gates", "affine");
  EXPECT_THAT(text, HasSubstr("Your code printed, with inputs of kind \"batch-of-one\""));
  EXPECT_THAT(text, HasSubstr("\n  | rows 1\n"));  // once: that case alone
  EXPECT_EQ(text.find("| rows 1\n"), text.rfind("| rows 1\n"));
  EXPECT_THAT(text, HasSubstr("late\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST_F(Sight, WhatIsPrintedBeforeACrashIsShown) {
  hand_in("a1-gates/affine.cpp",
          "const Matrix dw = ", "std::printf(\"here\");\n  __builtin_trap();\n  const Matrix dw = ");
  replace_in_file(work() / "affine.cpp", "namespace backprop {", "#include <cstdio>\nnamespace backprop {");
  EXPECT_THAT(grade("a1-gates", "affine"), HasSubstr("\n  | here\n"));
}

}  // namespace
}  // namespace grader
