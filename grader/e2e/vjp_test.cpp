// `grader vjp` and `grader ops`, which let any other framework be compared with the grader.
#include <gtest/gtest.h>

#include <cmath>

#include "grader/base/json.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/ops/op_json.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

std::string case_text(const Op& op, const CaseTranscript& entry) {
  Json text = {{"attributes", entry.the_case.attributes}, {"inputs", to_json(entry.the_case.inputs)}};
  if (!op.gradients().empty()) text["upstream"] = to_json(entry.u);
  return text.dump();
}

std::string assignment_of(const std::string& op) {
  for (const auto& entry : std::filesystem::directory_iterator(project() / "solutions")) {
    if (std::filesystem::exists(entry.path() / (op + ".cpp"))) return entry.path().filename();
  }
  return "";
}

class EveryOp : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryOp, IsAnsweredByReferenceAndSubmissionAlike) {
  const Op& op = *find_op(GetParam());
  const std::string assignment = assignment_of(op.name);
  ASSERT_NE(assignment, "");
  const std::string text = case_text(op, cases::plan(op, 12).front());
  const Ran reference = run_grader({"vjp", "--op", op.name}, text);
  ASSERT_EQ(reference.exit_code, 0) << reference.err;
  const Ran submission = run_grader({"vjp", "--op", op.name, "--assignment", assignment, "--submission",
                                     (project() / "solutions").string()},
                                    text);
  ASSERT_EQ(submission.exit_code, 0) << submission.err;

  const Json expected = parse_json(reference.out);
  const Json actual = parse_json(submission.out);
  for (const std::string& input : op.gradients()) EXPECT_TRUE(expected.at("gradients").contains(input));
  for (const OutputSpec& output : op.outputs) {
    EXPECT_EQ(actual.at("outputs").at(output.name), expected.at("outputs").at(output.name));
  }
  EXPECT_EQ(actual.at("gradients"), expected.at("gradients"));
}

std::vector<std::string> op_names() {
  std::vector<std::string> names;
  for (const Op& op : all_ops()) names.push_back(op.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Ops, EveryOp, ::testing::ValuesIn(op_names()),
                         [](const auto& info) { return info.param; });

TEST(OpsCommand, ListsEveryOp) {
  const Ran ran = run_grader({"ops"});
  ASSERT_EQ(ran.exit_code, 0);
  const Json list = parse_json(ran.out);
  ASSERT_EQ(list.size(), all_ops().size());
  for (const Json& op : list.elements()) {
    for (const char* member : {"name", "summary", "inputs", "attributes", "outputs", "gradients"}) {
      EXPECT_TRUE(op.contains(member)) << op.dump();
    }
  }
}

TEST(OpsCommand, PrintsTheRegimesInWhichEachOpIsTried) {
  const Ran ran = run_grader({"ops", "--regimes"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  for (const Op& op : all_ops()) {
    const std::size_t begin = ran.out.find("\n" + op.name + ": " + op.summary + "\n");
    const bool first = ran.out.starts_with(op.name + ": " + op.summary + "\n");
    ASSERT_TRUE(first || begin != std::string::npos) << op.name;
    const std::size_t end = ran.out.find("\n\n", first ? 0 : begin + 1);
    const std::string table = ran.out.substr(first ? 0 : begin, end - (first ? 0 : begin));
    for (const Probe& probe : op.probes)
      EXPECT_NE(table.find("\n  " + probe.id + " "), std::string::npos) << op.name << ", " << probe.id;
  }
  const auto line = [&](const std::string& start) {
    const std::size_t begin = ran.out.find(start);
    return begin == std::string::npos ? "" : ran.out.substr(begin, ran.out.find('\n', begin) - begin);
  };
  EXPECT_NE(line("  not-finite").find("an infinity"), std::string::npos) << line("  not-finite");
  EXPECT_NE(line("  first-step").find("epsilon 1e-08 or 1"), std::string::npos) << line("  first-step");
  EXPECT_NE(line("  at-kink").find("on a kink"), std::string::npos) << line("  at-kink");
  EXPECT_NE(line("  narrow").find("D 1, N 41"), std::string::npos) << line("  narrow");
}

}  // namespace
}  // namespace grader
