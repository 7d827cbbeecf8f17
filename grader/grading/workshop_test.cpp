#include "grader/grading/workshop.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "grader/grading/layer_problem.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

std::vector<Assignment> assignments() {
  std::vector<Assignment> result;
  for (const auto& entry : fs::directory_iterator(BACKPROP_ASSIGNMENTS)) {
    if (fs::exists(entry.path() / "assignment.json")) {
      result.push_back(load_assignment(entry.path() / "assignment.json"));
    }
  }
  return result;
}

// Whatever passed or failed before.
TEST(HelpersOf, NeverBorrowTheLayerThatIsGraded) {
  for (const Assignment& assignment : assignments()) {
    for (const Status status : {Status::pass, Status::fail, Status::compile_error, Status::not_implemented}) {
      Statuses statuses;
      for (const ProblemSpec& problem : assignment.problems) statuses[problem.id] = status;
      for (const ProblemSpec& problem : assignment.problems) {
        if (!problem.scenario.empty()) continue;
        const Helpers helpers = helpers_of(assignment, {&problem}, statuses);
        for (const ProblemSpec* used : helpers.borrowed) EXPECT_NE(used->op, problem.op) << assignment.id;
        EXPECT_EQ(std::ranges::count(problem.library, problem.op), 0) << assignment.id;
      }
    }
  }
}

TEST(Workshop, RefusesTheReferenceInPlaceOfWhatIsGraded) {
  const std::vector<Assignment> all = assignments();
  const auto a1 = std::ranges::find(all, "a1-gates", &Assignment::id);
  ASSERT_NE(a1, all.end());
  const Workshop workshop(*a1, fs::path(BACKPROP_ASSIGNMENTS).parent_path() / "solutions", {});
  ProblemSpec relu = *a1->find("relu");
  const auto refused = [&](const Helpers& helpers) {
    const auto worker = workshop.worker({&relu}, helpers);
    const auto* none = std::get_if<NoWorker>(&worker);
    return none && none->status == Status::grader_error &&
           none->message.find("reference") != std::string::npos;
  };
  EXPECT_FALSE(refused({}));
  EXPECT_TRUE(refused({.own = {}, .borrowed = {a1->find("relu")}}));
  relu.library = {"relu"};
  EXPECT_TRUE(refused({}));
}

}  // namespace
}  // namespace grader
