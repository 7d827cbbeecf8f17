// Layers that break the contract: they change their inputs or keep state between calls.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "grader/checks/contract.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/testing/run_layer.hpp"

namespace grader {
namespace {

using backprop::Matrix;
using testing::HasSubstr;
using testing::Not;

struct Cache {
  mutable Matrix x;
};

// relu with a forward and backward of the test's choosing.
template <class Forward, class Backward>
Op relu_with(Forward forward, Backward backward) {
  Op op = *find_op("relu");
  op.start = [=](const Case& the_case) {
    return run_layer(
        the_case, "out",
        [=](Arguments& in) -> backprop::Forward<Matrix, Cache> { return forward(in.matrix("x")); },
        [=](Arguments& upstream, const Cache& cache) -> Tensors {
          return {{"x", from_xtensor(backward(upstream.matrix("out"), cache))}};
        });
  };
  return op;
}

backprop::Forward<Matrix, Cache> right_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }
Matrix right_backward(const Matrix& dout, const Cache& cache) { return dout * (cache.x > 0.0); }

Finding contract_of(const Op& wrong) {
  Transcript transcript = cases::plan(*find_op("relu"), 1);
  LinkedSubject subject;
  cases::ask(wrong, subject, transcript);
  return check_contract(*find_op("relu"), transcript);
}

std::string failing_class(const Op& wrong) {
  const Finding finding = contract_of(wrong);
  return finding.evidence ? finding.evidence->failing_class : std::string(to_string(finding.status));
}

TEST(Contract, HoldsForARightLayer) {
  EXPECT_EQ(failing_class(relu_with(right_forward, right_backward)), "pass");
}

TEST(Contract, SeesAWrittenInput) {
  const auto in_place = [](const Matrix& x) -> backprop::Forward<Matrix, Cache> {
    const_cast<Matrix&>(x)(0, 0) = 99.0;
    return right_forward(x);
  };
  // The output is wrong, too, and that comes first.
  EXPECT_EQ(failing_class(relu_with(in_place, right_backward)), "value");
  const auto late = [](const Matrix& dout, const Cache& cache) {
    const_cast<Matrix&>(dout)(0, 0) += 1.0;
    return right_backward(dout, cache);
  };
  EXPECT_EQ(failing_class(relu_with(right_forward, late)), "modified_input");
}

TEST(Contract, SeesAChangedCache) {
  const auto consuming = [](const Matrix& dout, const Cache& cache) {
    const Matrix dx = right_backward(dout, cache);
    cache.x *= -1.0;
    return dx;
  };
  EXPECT_EQ(failing_class(relu_with(right_forward, consuming)), "modified_cache");
}

TEST(Contract, SeesStateSharedBetweenInstances) {
  static Matrix last;
  const auto forward = [](const Matrix& x) {
    last = x;
    return right_forward(x);
  };
  const auto backward = [](const Matrix& dout, const Cache&) {
    if (dout.shape() != last.shape()) return Matrix(dout);
    return Matrix(dout * (last > 0.0));
  };
  EXPECT_EQ(failing_class(relu_with(forward, backward)), "shared_state");
}

// What is kept by shapes is another case's only where the shapes are the same: in a case and its twin.
TEST(Contract, ATwinSeesStateThatIsKeptByShapes) {
  static std::map<std::pair<std::size_t, std::size_t>, Matrix> seen;
  const auto forward = [](const Matrix& x) {
    seen[{x.shape(0), x.shape(1)}] = x;
    return right_forward(x);
  };
  const auto backward = [](const Matrix& dout, const Cache&) {
    return Matrix(dout * (seen.at({dout.shape(0), dout.shape(1)}) > 0.0));
  };
  const Op wrong = relu_with(forward, backward);
  const Op& relu = *find_op("relu");
  for (const bool with_twin : {false, true}) {
    const Transcript plan = cases::plan(relu, 1);
    const auto other = std::ranges::find_if(plan, [&](const CaseTranscript& entry) {
      return entry.the_case.inputs.at("x").shape != plan.front().the_case.inputs.at("x").shape;
    });
    ASSERT_NE(other, plan.end());
    CaseTranscript twin = plan.front();
    for (double& value : twin.the_case.inputs.at("x").values) value = -value;
    twin.is_twin = with_twin;
    Transcript transcript = {plan.front(), twin, *other};
    LinkedSubject subject;
    cases::ask(wrong, subject, transcript);
    const Finding finding = check_contract(relu, transcript);
    EXPECT_EQ(finding.evidence ? finding.evidence->failing_class : "none",
              with_twin ? "shared_state" : "none");
  }
}

// The sum survives the call, and a new forward pass does not clear it either.
TEST(Contract, TellsASumThatIsNeverClearedFromAChangedCache) {
  static std::map<std::size_t, Matrix> sums;
  sums.clear();
  const auto adding = [](const Matrix& dout, const Cache& cache) {
    const Matrix dx = right_backward(dout, cache);
    Matrix& sum = sums.try_emplace(dx.size(), backprop::zeros(dx.shape(0), dx.shape(1))).first->second;
    sum += dx;
    return sum;
  };
  const Finding finding = contract_of(relu_with(right_forward, adding));
  EXPECT_EQ(finding.evidence->failing_class, "not_deterministic");
  EXPECT_THAT(finding.message, HasSubstr("the second dx is the first one with the right dx added on top"));
  EXPECT_THAT(finding.message, HasSubstr("static or global variable"));
}

// Gives another answer each time, whatever ran in between, as memory that was never written does.
TEST(Contract, TellsAnswersThatChangeEachTimeFromStateOfAnotherPass) {
  static double leftover = 0.0;
  const auto unwritten = [](const Matrix& dout, const Cache& cache) {
    leftover += 0.125;
    return Matrix(right_backward(dout, cache) + leftover);
  };
  const Finding finding = contract_of(relu_with(right_forward, unwritten));
  EXPECT_EQ(finding.evidence->failing_class, "not_deterministic");
  EXPECT_THAT(finding.message, HasSubstr("is a variable read before it is given a value"));
  EXPECT_THAT(finding.message, Not(HasSubstr("another forward pass has run")));
}

TEST(Contract, ASecondAnswerThatHappensToBeTwiceTheFirstIsNoSum) {
  static int calls = 0;
  const auto twice_later = [](const Matrix& dout, const Cache& cache) {
    return Matrix(right_backward(dout, cache) * (++calls > 1 ? 2.0 : 1.0));
  };
  const Finding finding = contract_of(relu_with(right_forward, twice_later));
  EXPECT_EQ(finding.evidence->failing_class, "not_deterministic");
  EXPECT_THAT(finding.message, Not(HasSubstr("added up")));
}

TEST(Contract, AThirdCallThatDiffersIsNotTakenForStateOfAnotherPass) {
  static int calls = 0;
  const auto each_third = [](const Matrix& dout, const Cache& cache) {
    return Matrix(right_backward(dout, cache) * (++calls % 3 == 0 ? 2.0 : 1.0));
  };
  EXPECT_THAT(contract_of(relu_with(right_forward, each_third)).message,
              Not(HasSubstr("another forward pass has run")));
}

TEST(Contract, SaysThatACallFailedOnlyAfterAnotherPass) {
  static Matrix last;
  const auto forward = [](const Matrix& x) {
    last = x;
    return right_forward(x);
  };
  const auto backward = [](const Matrix& dout, const Cache&) {
    if (dout.shape() != last.shape()) throw std::runtime_error("Incompatible dimension of arrays");
    return Matrix(dout * (last > 0.0));
  };
  const Finding finding = contract_of(relu_with(forward, backward));
  EXPECT_EQ(finding.status, Status::crash);
  EXPECT_THAT(finding.message,
              HasSubstr("Incompatible dimension of arrays. The same call was answered before"));
  EXPECT_THAT(finding.message, HasSubstr("Does relu_backward use a static or global variable"));
}

TEST(Contract, SeesAForwardThatIsNotDeterministic) {
  static int calls = 0;
  const auto forward = [](const Matrix& x) -> backprop::Forward<Matrix, Cache> {
    return {xt::maximum(x, 0.0) + 1e-15 * ++calls, {x}};
  };
  EXPECT_EQ(failing_class(relu_with(forward, right_backward)), "not_deterministic");
}

TEST(Contract, PassesOnThatSomethingIsNotImplemented) {
  const auto missing = [](const Matrix&, const Cache&) -> Matrix {
    throw backprop::NotImplemented("relu_backward");
  };
  EXPECT_EQ(failing_class(relu_with(right_forward, missing)), "not_implemented");
}

// Throws in the last case, which runs between the passes of all others.
class FailsInTheLast : public Subject {
 public:
  explicit FailsInTheLast(const Transcript& transcript) : last_(transcript.back().the_case.inputs) {}
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    if (same_bits(the_case.inputs, last_)) throw Failure(Status::crash, "it throws");
    return reference_.start(op, the_case);
  }

 private:
  LinkedSubject reference_;
  const Tensors last_;
};

TEST(Contract, AFailureOfThePassInBetweenIsThatOfItsOwnCase) {
  const Op& op = *find_op("relu");
  Transcript transcript = cases::plan(op, 3);
  FailsInTheLast subject(transcript);
  cases::ask(op, subject, transcript);
  EXPECT_FALSE(transcript.front().failure);
  ASSERT_TRUE(transcript.back().failure);
  EXPECT_STREQ(transcript.back().failure->what(), "it throws");
  EXPECT_EQ(check_contract(op, transcript).status, Status::crash);
}

}  // namespace
}  // namespace grader
