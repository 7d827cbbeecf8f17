// One wrong submission for each op, as the student reads its report. `BACKPROP_WRITE_GOLDEN=1` writes the files anew; what has changed
// is then to be read in the diff.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "grader/base/files.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/judge.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"
#include "grader/report/terminal.hpp"

namespace grader {
namespace {

constexpr std::uint64_t kSeed = 11;

struct Graded {
  std::string assignment;
  ProblemSpec problem;
};

Graded problem_of(const std::string& op) {
  for (const std::string& id : course_assignments()) {
    const Assignment assignment = load_assignment(assignment_file(id));
    if (const ProblemSpec* problem = assignment.problem_of_op(op)) return {id, *problem};
  }
  throw std::out_of_range("no assignment asks for " + op);
}

Problem graded(const ProblemSpec& spec, const Op& op, const std::vector<const KnownMistake*>& mistakes) {
  const Transcript answers = answers_of(op, mistakes, plan(op, kSeed));
  Problem problem;
  problem.id = spec.id;
  problem.title = spec.title;
  problem.checks = judge_layer(spec, op, answers, answers, std::nullopt, name_mistake);
  return problem;
}

std::string report_of(const std::string& op_name) {
  const Graded wrong = problem_of(op_name);
  Report report;
  report.grader = {"0", "g++", "bubblewrap"};
  report.assignment = wrong.assignment;
  report.submission = {"somebody", std::string(64, '0')};
  report.seed = kSeed;
  report.problems = {graded(wrong.problem, *find_op(op_name), {mistakes_of(op_name).front()})};
  tally(report);
  return render_terminal(report, {.colour = false});
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, ReportIsAsCommitted) {
  const std::string file = std::string(BACKPROP_GOLDEN) + "/" + GetParam() + ".txt";
  const std::string text = report_of(GetParam());
  if (std::getenv("BACKPROP_WRITE_GOLDEN")) std::ofstream(file) << text;
  EXPECT_EQ(text, read_file(file)) << "the first mistake of grader/mistakes/" << GetParam() << ".cpp";
}

std::vector<std::string> op_names() {
  std::vector<std::string> names;
  for (const Op& op : all_ops()) names.push_back(op.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Ops, Golden, testing::ValuesIn(op_names()),
                         [](const auto& the_info) { return the_info.param; });

}  // namespace
}  // namespace grader
