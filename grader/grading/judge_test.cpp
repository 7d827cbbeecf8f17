#include "grader/grading/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/grading/course.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/testing/run_layer.hpp"

namespace grader {
namespace {

using backprop::Matrix;

struct Cache {
  Matrix x;
};

TEST(Judge, GradientsAreNotJudgedWhereAWrongOutputHidesThatAnswersChange) {
  static int calls = 0;
  Op op = *find_op("relu");
  op.start = [](const Case& the_case) {
    return run_layer(
        the_case, "out",
        [](Arguments& in) -> backprop::Forward<Matrix, Cache> {
          const Matrix x = in.matrix("x");
          return {2.0 * x, {x}};
        },
        [](Arguments& upstream, const Cache& cache) -> Tensors {
          const double factor = ++calls % 2 == 0 ? 2.0 : 1.0;
          return {{"x", from_xtensor(Matrix(factor * upstream.matrix("out") * (cache.x > 0.0)))}};
        });
  };
  Transcript answers = cases::plan(*find_op("relu"), 1);
  LinkedSubject subject;
  cases::ask(op, subject, answers);
  ProblemSpec problem;
  problem.op = "relu";
  problem.checks.resize(2);
  problem.checks[0].kind = Kind::contract;
  problem.checks[1].gradient = "x";
  const auto checks = judge_layer(problem, *find_op("relu"), answers, answers, std::nullopt, {});
  EXPECT_THAT(checks[0].message, testing::StartsWith("out is wrong"));
  EXPECT_EQ(checks[1].status, Status::skipped);
  EXPECT_THAT(checks[1].message, testing::StartsWith("Not judged. relu_backward gives a different answer"));
}

}  // namespace
}  // namespace grader
