// Hands in some known mistakes as students write them. Each must lose points and be called by its own name
// only.
#include "grader/mistakes/as_written.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/grading/course.hpp"
#include "grader/grading/layer_problem.hpp"
#include "grader/mistakes/match.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::uint64_t kSeed = 3;

struct HandedIn {
  std::string assignment;
  MistakeAsWritten mistake;
};

void PrintTo(const HandedIn& handed_in, std::ostream* out) { *out << handed_in.mistake.mistake; }

std::vector<HandedIn> all_of_them() {
  std::vector<HandedIn> result;
  for (const std::string& assignment : course_assignments()) {
    for (MistakeAsWritten& mistake : mistakes_as_written(assignment)) {
      result.push_back({assignment, std::move(mistake)});
    }
  }
  return result;
}

Problem grade(const std::string& assignment_id, const std::string& file, const std::string& text) {
  const testing::Folder submission;
  submission.write(file, text);
  const Assignment assignment = load_assignment(assignment_file(assignment_id));
  const auto problem = std::ranges::find(assignment.problems, file, &ProblemSpec::file);
  SubmissionBuild build(
      assignment, submission.path(),
      {.isolation = best_available(), .jobs = 1, .cache_directory = fs::path(BACKPROP_TEST_CACHE)});
  build.compile({&*problem}, [](const std::string&) {});
  Statuses others;
  for (const ProblemSpec& each : assignment.problems) others[each.id] = Status::skipped;
  return grade_layer({assignment, build, *answer_key_of(assignment), kSeed, others, {}}, *problem,
                     name_mistake);
}

std::string solution_of(const HandedIn& wrong) {
  return read_file(fs::path(SOLUTIONS) / wrong.assignment / wrong.mistake.file);
}

class AsWritten : public ::testing::TestWithParam<HandedIn> {};

TEST_P(AsWritten, IsCalledByItsNameAndByNoOther) {
  const auto& [assignment, mistake] = GetParam();
  const std::string wrong = write_mistake(mistake, solution_of(GetParam()));
  std::set<std::string> names;
  std::string messages;
  for (const Check& check : grade(assignment, mistake.file, wrong).checks) {
    messages += fmt::format("{}: {}, {}\n", check.id, to_string(check.status), check.message);
    if (check.status != Status::pass) names.insert(check.mistake ? check.mistake->id : "nobody knows");
  }
  EXPECT_THAT(names, ElementsAre(mistake.mistake)) << messages;
}

INSTANTIATE_TEST_SUITE_P(Mistakes, AsWritten, ::testing::ValuesIn(all_of_them()), [](const auto& info) {
  std::string name = info.param.mistake.mistake;
  std::ranges::replace_if(
      name, [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
});

TEST(MistakesAsWritten, AreOfTheCatalogueAndEachOnce) {
  std::set<std::string> seen;
  for (const HandedIn& each : all_of_them()) {
    EXPECT_NE(find_mistake(each.mistake.mistake), nullptr) << each.mistake.mistake;
    EXPECT_TRUE(seen.insert(each.mistake.mistake).second) << each.mistake.mistake << " is there twice";
  }
}

// The kill table tries each mistake as a function. This test tries the way from a source file to the name,
// once for each kind of layer.
TEST(MistakesAsWritten, TakeEachWayThroughAWorker) {
  std::map<std::string, std::size_t> ways;
  for (const HandedIn& each : all_of_them()) {
    const std::string& id = each.mistake.mistake;
    const Op& op = *find_op(id.substr(0, id.find('/')));
    const auto has = [&](bool InputSpec::*property) { return std::ranges::any_of(op.inputs, property); };
    ++ways[op.gradients().empty() ? "values" : "gradients"];
    if (op.gradients().size() > 1) ++ways["several gradients"];
    if (find_mistake(id)->spoils.size() > 1) ++ways["several wrong ones"];
    if (!op.attributes.empty()) ++ways["attributes"];
    if (op.outputs.size() > 1) ++ways["several outputs"];
    if (!op.nodes.empty()) ++ways["nodes"];
    if (!op.chain.empty()) ++ways["chain"];
    if (op.back_in_time) ++ways["back in time"];
    if (has(&InputSpec::integer)) ++ways["labels"];
    if (op.nudges) ++ways["kinks"];
    if (op.shape_upstream) ++ways["upstream gradients of its own"];
  }
  EXPECT_EQ(ways.size(), 12u) << ::testing::PrintToString(ways);
}

TEST(WriteMistake, ReplacesWhatStandsThereExactlyOnce) {
  const MistakeAsWritten mistake{"op/id", "op.cpp", {{"a", "b"}, {"c", ""}}};
  EXPECT_EQ(write_mistake(mistake, "xaxcx"), "xbxx");
  for (const char* other : {"xc", "aac"}) {
    try {
      write_mistake(mistake, other);
      FAIL() << other;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("op/id: the solution has not exactly one `a`"));
    }
  }
}

}  // namespace
}  // namespace grader
