// Layers that break the contract: they change their inputs or keep state between calls.
#include <gtest/gtest.h>

#include "grader/checks/contract.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/testing/run_layer.hpp"

namespace grader {
namespace {

using backprop::Matrix;

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

std::string failing_class(const Op& wrong) {
  Transcript transcript = cases::plan(*find_op("relu"), 1);
  LinkedSubject subject;
  cases::ask(wrong, subject, transcript);
  const Finding finding = check_contract(*find_op("relu"), transcript);
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
  EXPECT_EQ(failing_class(relu_with(in_place, right_backward)),
            "value");  // the output is wrong, too, and that comes first
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

}  // namespace
}  // namespace grader
