// Runs the real program on real submissions and looks at what a student sees of a wrong answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "grader/base/json.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"
#include "grader/sandbox/testing/needs_sandbox.hpp"

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
  EXPECT_THAT(grade("a1-gates", "affine"), HasSubstr("or --show-case to see the inputs that fail."));
  const std::string text = grade("a1-gates", "affine", {"--show-case"});
  EXPECT_THAT(text, HasSubstr("The smallest case that fails, inputs of kind \"batch-of-one\""));
  EXPECT_THAT(text, HasSubstr("\n  x (1, "));
  EXPECT_THAT(text, HasSubstr("\n  upstream gradient dout (1, "));
  EXPECT_THAT(text, HasSubstr(", yours"));
  EXPECT_THAT(text, Not(HasSubstr("--show-case to see")));

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
  EXPECT_THAT(read_file(folder_.path() / "page.html"), Not(HasSubstr("inputs of kind")));
  // The student's own source is in the report, and holds the text as well.
  EXPECT_THAT(read_file(json()), Not(HasSubstr("\"case\": ")));
  EXPECT_THAT(read_file(json()), Not(HasSubstr("\"printed\"")));
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

TEST_F(Sight, AnExceptionNamesFunctionLineAndCase) {
  hand_in("a1-gates/affine.cpp", "matmul(transpose(x), dout)", "matmul(x, dout)");
  EXPECT_THAT(
      grade("a1-gates", "affine"),
      ::testing::ContainsRegex("affine_backward: an exception was thrown: .*\n?.*affine.cpp, line 1[0-9]"));
  EXPECT_THAT(grade("a1-gates", "affine"), HasSubstr("inputs of kind \"unit\")"));
}

// In each box of this machine.
TEST_F(Sight, AChangedForwardPassIsQuoted) {
  hand_in("a2-depth/batchnorm.cpp",
          "param.running_var = param.momentum * param.running_var + (1.0 - param.momentum) * var;",
          "param.running_var = (1.0 - param.momentum) * param.running_var + param.momentum * var;");
  const std::string text = grade("a2-depth", "batchnorm");
  EXPECT_THAT(text, HasSubstr("running_var is wrong"));
  // The terminal wraps lines.
  const Report report = parse_report(read_file(json()));
  EXPECT_THAT(
      report.problems[0].checks[0].message,
      HasSubstr("The forward pass was given as \"param.running_var = param.momentum * param.running_var "
                "+ (1.0 - param.momentum) * var;\"; in line "));
  EXPECT_EQ(report.problems[0].score, report.problems[0].max_score) << "gradients are right";
}

TEST_F(Sight, AForwardPassThatStudentsWriteCarriesPoints) {
  hand_in("a1-gates/tanh.cpp", "const Matrix z = tanh(x);", "const Matrix z = tanh(x) + 1e-3;");
  Json own = parse_json(read_file(project() / "assignments/a1-gates/assignment.json"));
  own["forward_share"] = 0.25;
  const fs::path file = folder_.path() / "own.json";
  std::ofstream(file) << own.dump();
  grade(file.string(), "tanh");
  const Report report = parse_report(read_file(json()));
  const Problem& tanh = report.problems[0];
  EXPECT_EQ(tanh.checks[0].status, Status::fail);
  EXPECT_EQ(tanh.checks[0].max_points, 0.25 * tanh.max_score);
  EXPECT_LE(tanh.score, 0.75 * tanh.max_score);
  EXPECT_THAT(tanh.checks[0].message, Not(HasSubstr("was given")));
}

TEST_F(Sight, AThreadThatCannotBeStartedIsExplained) {
  NEEDS_SANDBOX();
  hand_in(
      "a1-gates/affine.cpp", "const Vector db = sum(dout, 0);",
      "Vector db = zeros(dout.shape(1));\n  std::thread other([&] { db = sum(dout, 0); });\n  other.join();");
  replace_in_file(work() / "affine.cpp", "namespace backprop {", "#include <thread>\nnamespace backprop {");
  std::size_t boxes = 0;
  for (const char* isolation : {"bubblewrap", "landlock"}) {
    const Ran ran =
        run_grader({"grade", work(), "--problem", "affine", "--isolation", isolation, "--json", json()});
    if (ran.exit_code == 2) continue;  // this machine has no such box
    ++boxes;
    const Report report = parse_report(read_file(json()));
    EXPECT_EQ(report.problems.front().status, Status::crash) << isolation;
    EXPECT_THAT(
        report.problems.front().checks.front().message,
        ::testing::AllOf(HasSubstr("no further thread can be started here"), HasSubstr("affine.cpp, line 2")))
        << isolation;
  }
  EXPECT_GT(boxes, 0u);
}

// The student's code throws nothing there.
TEST_F(Sight, AWrongShapeInsideOfAStructIsNoException) {
  hand_in("a2-depth/deep_net.cpp", "gradients.hidden[l]", "gradients.hidden[cache.hidden.size() - 1 - l]");
  fs::copy(project() / "solutions/a2-depth", work(),
           fs::copy_options::skip_existing | fs::copy_options::recursive);
  const std::string text = grade("a2-depth", "deep_net");
  EXPECT_THAT(text, HasSubstr("Check contract: wrong.")) << text;
  EXPECT_THAT(text, HasSubstr("deep_net_backward: hidden[")) << text;
  EXPECT_THAT(text, Not(HasSubstr("exception"))) << text;
}

// The layer throws in another case than the one that is asked, and keeps nothing.
TEST_F(Sight, AnExceptionInAnotherCaseIsNoMemory) {
  hand_in("a2-depth/deep_net.cpp", "batchnorm[l].mode", "batchnorm[0].mode");
  replace_in_file(work() / "deep_net.cpp", "beta, batchnorm[l]", "beta, batchnorm[0]");
  fs::copy(project() / "solutions/a2-depth", work(),
           fs::copy_options::skip_existing | fs::copy_options::recursive);
  const std::string text = grade("a2-depth", "deep_net");
  EXPECT_THAT(text, HasSubstr("deep_net_forward: an exception was thrown")) << text;
  EXPECT_THAT(text, Not(HasSubstr("opposite order"))) << text;
  for (const Check& check : parse_report(read_file(json())).problems[0].checks)
    EXPECT_THAT(check.message, Not(HasSubstr("called again"))) << check.id;
}

// A static size gives the answers of another mistake, which is not the reason.
TEST_F(Sight, NoMistakeIsNamedBesideAMemory) {
  hand_in("a4-wild/mean_loss_accumulation.cpp", "  double N = 0.0;\n  for",
          "  static double N = 0.0;\n  if (N == 0.0) for");
  fs::copy(project() / "solutions/a4-wild", work(),
           fs::copy_options::skip_existing | fs::copy_options::recursive);
  const std::string text = grade("a4-wild", "mean_loss_accumulation");
  EXPECT_THAT(text, HasSubstr("Asked in the opposite order")) << text;
  EXPECT_THAT(text, Not(HasSubstr("Hint: "))) << text;
}

// Every layer that the reference answered for is named. A part gives points for the student's own layers
// only.
TEST_F(Sight, AScenarioNamesItsStandIns) {
  fs::copy(project() / "solutions/a1-gates", work(), fs::copy_options::recursive);
  replace_in_file(work() / "affine.cpp", "return {dx, dw, db};", "return {0.0 * dx, 0.0 * dw, 0.0 * db};");
  replace_in_file(work() / "mse_loss.cpp", "return dloss", "return 0.0 * dloss");
  const std::string text = grade("a1-gates", "saturation");
  EXPECT_THAT(text, HasSubstr("Graded with the reference's affine, mse_loss: a layer")) << text;
  // The parts are about sigmoid, tanh, xavier_init and standardize, which are right.
  const Report report = parse_report(read_file(json()));
  EXPECT_EQ(report.score, report.max_score);
  for (const char* format : {"junit", "csv", "check50", "gradescope", "submitty", "autolab", "github"}) {
    const Ran ran = run_grader({"render", json().string(), "--as", format});
    EXPECT_THAT(ran.out, HasSubstr("affine, mse_loss: a layer")) << format;
  }
}

TEST_F(Sight, AScenarioTellsItsStoryWithNumbers) {
  fs::copy(project() / "solutions/a4-wild", work(), fs::copy_options::recursive);
  const std::string page = (folder_.path() / "page.html").string();
  std::string text = grade("a4-wild", "dqn_clipping", {"--html", page});
  std::replace(text.begin(), text.end(), '\n', ' ');
  EXPECT_THAT(text, ::testing::ContainsRegex("With huber_loss the agent catches 2[3-5] of 25 balls")) << text;
  EXPECT_THAT(text, ::testing::ContainsRegex("not one of +its 135 values +moved"));
  EXPECT_THAT(read_file(page), HasSubstr("not one of its 135 values moved in any step.</p>\n<details"));

  replace_in_file(work() / "clipped_delta_loss.cpp", "return -dloss", "return 1e-3 - dloss");
  text = grade("a4-wild", "dqn_clipping");
  EXPECT_THAT(text, Not(HasSubstr("not one of its 135")));
}

TEST_F(Sight, HintsComeInSteps) {
  hand_in("a1-gates/affine.cpp", "sum(dout, 0)", "mean(dout, 0)");
  const std::string first = grade("a1-gates", "affine");
  EXPECT_THAT(first, HasSubstr("Add --hint 2 for the idea"));
  EXPECT_THAT(first, Not(HasSubstr("Hint 2:")));
  const std::string second = grade("a1-gates", "affine", {"--hint", "2"});
  EXPECT_THAT(second, HasSubstr("Hint 2: affine computes"));
  EXPECT_THAT(second, Not(HasSubstr("Hint 3:")));
  std::string third = grade("a1-gates", "affine", {"--hint", "3"});
  std::replace(third.begin(), third.end(), '\n', ' ');
  EXPECT_THAT(third, HasSubstr("Hint 3: An example"));
  EXPECT_THAT(third, ::testing::ContainsRegex("So db\\([0-9]\\) must be about"));
}

// The numbers of an example are those of the forward pass: its quotient is the right gradient.
TEST_F(Sight, AnExampleIsRight) {
  hand_in("a1-gates/tanh.cpp", "return dz", "return 2.0 * dz");
  grade("a1-gates", "tanh");
  const Report report = parse_report(read_file(json()));
  const Check& check = report.problems[0].checks.back();
  ASSERT_EQ(check.more_hints.size(), 2u);
  double slope = 0.0;
  double yours = 0.0;
  const std::string& text = check.more_hints[1];
  const std::size_t at = text.rfind(" = ");
  ASSERT_EQ(std::sscanf(text.c_str() + at, " = %lf. Yours is %lf.", &slope, &yours), 2) << text;
  EXPECT_NEAR(yours, 2.0 * slope, 0.02 * std::abs(yours)) << text;
}

TEST_F(Sight, AnInstructorLimitsTheHints) {
  hand_in("a1-gates/affine.cpp", "const Matrix dw = ", "const Matrix dw = 3.0 * ");
  Json document = parse_json(read_file(project() / "assignments/a1-gates/assignment.json"));
  const fs::path own = folder_.path() / "own.json";
  const auto graded = [&](int hints) {
    document["hints"] = hints;
    std::ofstream(own) << document.dump();
    return grade(own.string(), "affine", {"--hint", "3"});
  };
  EXPECT_THAT(graded(3), HasSubstr("Hint 3:"));
  EXPECT_THAT(graded(2), ::testing::AllOf(HasSubstr("Hint 2:"), Not(HasSubstr("Hint 3:"))));
  EXPECT_THAT(graded(1), ::testing::AllOf(HasSubstr("yours / expected = 3"), Not(HasSubstr("Hint 2:"))));
  const std::string none = graded(0);
  EXPECT_THAT(none, HasSubstr("dw is wrong in"));
  EXPECT_THAT(none, Not(HasSubstr("yours / expected")));
  EXPECT_THAT(none, Not(HasSubstr("int:")));
  EXPECT_THAT(none, Not(HasSubstr("3 times")));
}

TEST_F(Sight, WarningsAreShownWhereAProblemFails) {
  hand_in("a1-gates/affine.cpp", "const Vector db = sum(dout, 0);",
          "Vector db = zeros(dout.shape(1));\n"
          "  for (std::size_t n = 0; n < dout.shape(0); ++n) db(0) += dout[n, 0];");
  std::string text = grade("a1-gates", "affine");
  std::replace(text.begin(), text.end(), '\n', ' ');
  EXPECT_THAT(text, HasSubstr("The compiler warns of affine.cpp, line 20: [n, m] uses m alone")) << text;
  EXPECT_THAT(text, HasSubstr("Check db")) << "the check itself is shown too";
}

TEST_F(Sight, ProgressAndWhatIsNotDone) {
  fs::copy(project() / "starter/a1-gates", work(), fs::copy_options::recursive);
  const std::vector<std::string> arguments = {"grade", work().string(), "--json", json().string()};
  std::string text = run_grader(arguments).out;
  EXPECT_THAT(text, HasSubstr("\nNot done yet: circuit, affine, sigmoid, tanh, "));
  EXPECT_THAT(text, Not(HasSubstr("Check contract")));
  EXPECT_THAT(text, Not(HasSubstr("Since the last run")));
  fs::copy_file(project() / "solutions/a1-gates/affine.cpp", work() / "affine.cpp",
                fs::copy_options::overwrite_existing);
  text = run_grader(arguments).out;
  EXPECT_THAT(text, HasSubstr("\nSince the last run: +12 points; now right: affine.\n"));
}

}  // namespace
}  // namespace grader
