#include "grader/report/terminal.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

#include "grader/base/layout.hpp"
#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

Report report_of(std::vector<Problem> problems) {
  Report report = sample_report();
  report.problems = std::move(problems);
  tally(report);
  return report;
}

TEST(Terminal, WholeOutput) {
  EXPECT_EQ(render_terminal(sample_report(), {}),
            R"(a1-gates, submission alice, seed 42, isolation bubblewrap

problem                                    points  status
sigmoid       The sigmoid gate              5 / 5  right
affine        The affine layer           2.5 / 10  partly right
softmax_loss  Softmax and cross-entropy     0 / 2  wrong
relu          ReLU                          0 / 5  not done
tanh          The hyperbolic tangent        0 / 5  does not compile

affine: partly right, 2.5 / 10 points
  Check affine.dw: wrong.
  dw is 2 times what it should be, in every element.
  Hint: The sum over the batch already holds every row once.

  dw[1, 2]   expected -1.25   yours   -2.5
             off by   1.25    allowed 1.5e-09
             yours / expected = 2

  expected                 yours (* = wrong)
      0.5   0.25      1         1*  0.5*    2*
        0  0.125  -1.25         0  0.25* -2.5*

  Input: scale 1, batch 3 (case seed 123456789).
  Repeat with: --problem affine --seed 42

  Also not passed: affine.db (not done), 1 hidden check.

softmax_loss: wrong, 0 / 2 points
  Check softmax_loss.large_logits: wrong.
  The loss is NaN: the exponential overflows.

  value   expected 0.75       yours   NaN
          off by   Infinity   allowed 1e-09

  Input: logits to 1e3 (case seed 7).
  Repeat with: --problem softmax_loss --seed 42

relu: not done, 0 / 5 points
  Check relu.dx: not done.
  relu_backward is not implemented yet.

tanh: does not compile, 0 / 5 points
  | tanh.cpp:12:10: error: 'retrun' was not declared in this scope
  |    12 |   retrun dz;

Total: 7.5 / 27 points
)");
}

TEST(Terminal, SaysFirstWhichFilesWereGraded) {
  Report report = sample_report();
  report.submission.folder = "my\x1b[2J gates";
  report.submission.notes = {"Graded: my gates/. Other versions\x1b[2J are in old/."};
  const std::string text = render_terminal(report, {});
  EXPECT_TRUE(text.starts_with("Note: Graded: my gates/. Other versions")) << text;
  EXPECT_NE(text.find(", files in my"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  report.submission.folder = ".";
  report.submission.notes.clear();
  EXPECT_EQ(render_terminal(report, {}), render_terminal(sample_report(), {}));
}

TEST(Terminal, ShowsTheCaseWhereItIsAskedFor) {
  const std::string text = render_terminal(report_of({sample_report().problems[1]}), {.show_case = true});
  EXPECT_THAT(text, HasSubstr(R"(
  The smallest case that fails, inputs of kind "scale 1, batch 1" (case seed
  12):
  x (1, 2)
      1.5 -0.25
  w (2, 3)
    1 2 3
    4 5 6
  b (3)
      0   0 0.5
  scale = 0.5
  upstream gradient dout (1, 3)
        1    -1 0.125
  dw (2, 3), expected    dw (2, 3), yours
      0.5  0.25     1         1  0.5    2
        0 0.125 -1.25         0 0.25 -2.5
)"));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
  EXPECT_THAT(render_terminal(sample_report(), {}), Not(HasSubstr("upstream gradient dout")));
}

TEST(Terminal, ShowsCasesOfAnyRankAndSize) {
  Problem problem = sample_report().problems[1];
  FailingCase& failing = *problem.checks[1].failing_case;
  failing.inputs = {{"x", {2, 1, 2}, {1, 2, 3, 4}},
                    {"w", {1, 40}, std::vector<double>(40, 0.123456)},
                    {"big", {100, 100}, {}},
                    {"n", {}, {3}}};
  failing.actual.reset();
  const std::string text = render_terminal(report_of({problem}), {.show_case = true});
  EXPECT_THAT(text, HasSubstr("\n  x (2, 1, 2)\n    [0, :, :]\n    1 2\n    [1, :, :]\n    3 4\n"));
  EXPECT_THAT(text, HasSubstr("\n  big (100, 100): too large to show\n  n = 3\n"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(width_of(line), 80U) << line;
}

TEST(Terminal, ShowsWhatTheCodePrinted) {
  Problem problem = sample_report().problems[1];
  problem.checks[1].failing_case->printed = "dout is\x1b[2J zero\n::error::x";
  const std::string text = render_terminal(report_of({problem}), {});
  EXPECT_THAT(text, HasSubstr("Your code printed, with inputs of kind \"scale 1, batch 1\""));
  EXPECT_THAT(text, HasSubstr("\n  | dout is"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("::error")));
}

TEST(Terminal, AnUntouchedStarterIsOneLine) {
  Report report = sample_report();
  Problem other = report.problems[3];
  other.id = "huber";
  report.problems.push_back(other);
  tally(report);
  const std::string text = render_terminal(report, {});
  EXPECT_THAT(text, HasSubstr("\n\nNot done yet: relu, huber.\n\naffine: partly right"));
  EXPECT_THAT(text, Not(HasSubstr("relu_backward is not implemented")));
  report.problems.back().message = "huber.cpp is not here, but Huber.cpp is: rename it.";
  EXPECT_THAT(render_terminal(report, {}), HasSubstr("rename it"));
}

TEST(Terminal, WhatWasSavedComesLast) {
  const std::string text = render_terminal(sample_report(), {.saved = {"affine.cpp"}});
  EXPECT_LT(text.find("\ntanh: "), text.find("\naffine: "));
  EXPECT_GT(text.find("\nTotal: "), text.find("\naffine: "));
}

TEST(Terminal, HintsGoAsFarAsAsked) {
  Problem problem = sample_report().problems[1];
  problem.checks[1].more_hints = {"The idea\x1b[2J.", "An example."};
  problem.checks[3].more_hints = {"secret idea"};
  EXPECT_THAT(render_terminal(report_of({problem}), {}), Not(HasSubstr("Hint 2")));
  const std::string two = render_terminal(report_of({problem}), {.hints = 2});
  EXPECT_THAT(two, HasSubstr("\n  Hint 2: The idea"));
  EXPECT_THAT(two, Not(HasSubstr("\x1b")));
  EXPECT_THAT(two, Not(HasSubstr("Hint 3")));
  const std::string three = render_terminal(report_of({problem}), {.hints = 3});
  EXPECT_THAT(three, HasSubstr("\n  Hint 3: An example.\n"));
  EXPECT_THAT(three, Not(HasSubstr("secret")));
}

TEST(Terminal, AllRight) {
  EXPECT_EQ(render_terminal(report_of({sample_report().problems[0]}), {}),
            R"(a1-gates, submission alice, seed 42, isolation bubblewrap

problem                    points  status
sigmoid  The sigmoid gate   5 / 5  right

Total: 5 / 5 points
)");
}

TEST(Terminal, NarrowAndWithoutEvidence) {
  Report report = report_of({sample_report().problems[1], sample_report().problems[3]});
  report.problems[0].checks[1].evidence.reset();
  EXPECT_EQ(render_terminal(report, {.colour = false, .width = 40}),
            R"(a1-gates, submission alice, seed 42,
isolation bubblewrap

problem    points  status
affine   2.5 / 10  partly right
relu        0 / 5  not done

affine: partly right, 2.5 / 10 points
  Check affine.dw: wrong.
  dw is 2 times what it should be, in
  every element.
  Hint: The sum over the batch already
  holds every row once.

  Also not passed: affine.db (not done),
  1 hidden check.

relu: not done, 0 / 5 points
  Check relu.dx: not done.
  relu_backward is not implemented yet.

Total: 2.5 / 15 points
)");
}

TEST(Terminal, EveryMistakeThatIsKnownHasItsHintOnce) {
  Problem problem = sample_report().problems[1];
  problem.checks.push_back(sample_doubled_gradient());
  problem.checks.back().id = "affine.db2";
  problem.checks.push_back(sample_doubled_gradient());
  problem.checks.back().id = "affine.dx2";
  problem.checks.back().mistake = Mistake{"affine/other", "Which rows share the bias?"};
  const std::string text = render_terminal(report_of({problem}), {});
  EXPECT_THAT(text, HasSubstr("Hint for affine.dx2: Which rows share the bias?\n"));
  EXPECT_THAT(text, Not(HasSubstr("Hint for affine.db2")));
}

TEST(Terminal, ColourIsForStatusWordsOnly) {
  const std::string plain = render_terminal(sample_report(), {});
  EXPECT_THAT(plain, Not(HasSubstr("\x1B")));
  std::string colour = render_terminal(sample_report(), {.colour = true, .width = 80});
  EXPECT_THAT(colour, HasSubstr("5 / 5  \x1B[32mright\x1B[0m\n"));
  EXPECT_THAT(colour, HasSubstr("relu: \x1B[33mnot done\x1B[0m, 0 / 5 points\n"));
  EXPECT_THAT(colour, HasSubstr("tanh: \x1B[31mdoes not compile\x1B[0m"));
  for (const std::string code : {"\x1B[31m", "\x1B[32m", "\x1B[33m", "\x1B[0m"}) {
    for (std::size_t at; (at = colour.find(code)) != std::string::npos;) colour.erase(at, code.size());
  }
  EXPECT_EQ(colour, plain);
}

TEST(Terminal, HiddenChecksShowStatusAndKindOnly) {
  Problem problem = sample_report().problems[1];
  problem.checks = {sample_hidden_check()};
  problem.checks[0].kind = Kind::scenario;
  const std::string text = render_terminal(report_of({problem}), {});
  EXPECT_THAT(text, HasSubstr("  A hidden scenario check: wrong.\n"));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
}

TEST(Terminal, AProblemThatIsRightIsShownWhereItHasSomethingToSay) {
  Problem problem = sample_report().problems[0];
  EXPECT_THAT(render_terminal(report_of({problem}), {}), Not(HasSubstr("sigmoid: right")));
  problem.message = "It writes: abc.";
  EXPECT_THAT(render_terminal(report_of({problem}), {}),
              HasSubstr("\nsigmoid: right, 5 / 5 points\n  It writes: abc.\n"));
}

TEST(Terminal, PublicChecksComeBeforeHiddenAndSkippedOnes) {
  Problem problem = sample_report().problems[1];
  problem.checks = {sample_check("first", Status::skipped, 0, 1), sample_hidden_check(),
                    sample_check("third", Status::timeout, 0, 1)};
  const std::string text = render_terminal(report_of({problem}), {});
  EXPECT_THAT(text, HasSubstr("  Check third: too slow.\n"));
  EXPECT_THAT(text, HasSubstr("  Also not passed: first (not run), 1 hidden check.\n"));
}

TEST(Terminal, AFaultOfTheGraderIsNotTheStudents) {
  Problem problem = sample_report().problems[3];
  problem.checks[0].status = Status::grader_error;
  EXPECT_THAT(render_terminal(report_of({problem}), {}), HasSubstr("This is not your fault"));
}

TEST(Terminal, FieldsFromStudentsCannotForgeTheReport) {
  Report report = sample_report();
  report.submission.id = "\x1B[2Jx\nTotal: 100 / 100 points";
  report.problems[3].checks[0].message =
      "\nTotal: 100 / 100 points\n::set-output name=score::100\x1B]0;x\a\r";
  const std::string text = render_terminal(report, {});
  EXPECT_THAT(text, Not(HasSubstr("\nTotal: 100")));
  EXPECT_THAT(text, HasSubstr("\n  | Total: 100"));
  EXPECT_THAT(text, Not(HasSubstr("\x1B")));
  EXPECT_THAT(text, Not(HasSubstr("::set-output")));
}

TEST(Terminal, LongMessagesAreCut) {
  Report report = sample_report();
  std::string message;
  for (int line = 0; line < 1000; ++line) message += "error\n";
  report.problems[4].message = message;
  const std::string text = render_terminal(report, {});
  EXPECT_THAT(text, HasSubstr("  | (and more)\n"));
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 70);
}

// The report has the whole line, for a page. A terminal shows what is around the caret.
TEST(Terminal, ALongLineIsShownAroundItsCaret) {
  Problem problem{"tanh", "Tanh", {}, {}, {}, {}, {}, {}};
  problem.checks = {sample_check("dx", Status::compile_error, 0, 1)};
  for (const std::size_t caret : {std::size_t{3}, std::size_t{60}, std::size_t{150}, std::size_t{199}}) {
    std::string line(200, 'x');
    line[caret] = 'Y';
    problem.message = "tanh.cpp:1: wrong\n  " + line + "\n  " + std::string(caret, ' ') + '^';
    const std::string text = render_terminal(report_of({problem}), {});
    std::istringstream lines(text);
    std::string above;
    std::size_t seen = 0;
    for (std::string each; std::getline(lines, each); above = each) {
      EXPECT_LE(width_of(each), 80u) << each;
      if (!each.ends_with('^')) continue;
      ++seen;
      EXPECT_EQ(above.at(each.size() - 1), 'Y') << text;
    }
    EXPECT_EQ(seen, 1u);
  }
}

TEST(Terminal, ManyFailingChecksAreCounted) {
  Problem problem = sample_report().problems[3];
  problem.checks.assign(10, sample_check("c", Status::fail, 0, 1));
  EXPECT_THAT(render_terminal(report_of({problem}), {}), HasSubstr("c\n  (wrong), 3 more.\n"));
}

TEST(Terminal, FitsEightyColumns) {
  Report report = sample_report();
  report.problems[0].title = std::string(200, 't');
  report.problems[0].id = std::string(200, 'i');
  report.problems[3].checks[0].message = "A long sentence" + std::string(40, ' ') + "that goes on and on " +
                                         "until it needs a second line of the terminal to be said.";
  std::istringstream lines(render_terminal(report, {}));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(width_of(line), 80U) << line;
}

TEST(Terminal, ColourIsWantedOnATerminalOnly) {
  EXPECT_TRUE(wants_colour(true, nullptr, "xterm-256color"));
  EXPECT_TRUE(wants_colour(true, "", "xterm"));
  EXPECT_FALSE(wants_colour(true, "1", "xterm"));
  EXPECT_FALSE(wants_colour(true, nullptr, "dumb"));
  EXPECT_FALSE(wants_colour(true, nullptr, nullptr));
  EXPECT_FALSE(wants_colour(false, nullptr, "xterm"));
  const int file = open("/dev/null", O_WRONLY | O_CLOEXEC);
  EXPECT_FALSE(wants_colour(file));
  close(file);
}

}  // namespace
}  // namespace grader
