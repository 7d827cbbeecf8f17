#include "grader/checks/regime.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/checks/contract.hpp"
#include "grader/checks/testing/changed_gradient.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

double uneven(std::size_t i) { return 2.0 + std::sin(static_cast<double>(7 * i * i + 3)); }

// Spoils the elements of dx beside the values of `tensor`, x or the upstream gradient, that `is_so`.
ChangeGradient where(const std::string& tensor, bool (*is_so)(double)) {
  return [=](Tensor& gradient, const Case& the_case, const Tensors& u) {
    const Tensor& beside = tensor == "x" ? the_case.inputs.at("x") : u.begin()->second;
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (is_so(beside.values.at(i))) gradient.values[i] *= uneven(i);
    }
  };
}

TEST(Regime, IsToldByTheValueOfAnInput) {
  EXPECT_THAT(finding_of("tanh", "x", where("x", [](double x) { return x > 1.0; })).explanation,
              MatchesRegex(" dx is wrong only where x is 1\\.[0-9]+ or more, and right where it is "
                           "1 or less\\."));
  EXPECT_THAT(finding_of("tanh", "x", where("x", [](double x) { return x < -1.0; })).explanation,
              MatchesRegex(" dx is wrong only where x is -1\\.[0-9]+ or less, and right where it is "
                           "-1 or more\\."));
}

TEST(Regime, IsToldByAMagnitude) {
  EXPECT_THAT(finding_of("tanh", "x", where("x", [](double x) { return std::abs(x) < 0.5; })).explanation,
              MatchesRegex(" dx is wrong only where the magnitude of x is 0\\.[0-9]+ or less, and right "
                           "where it is 0\\.[0-9]+ or more\\."));
}

TEST(Regime, IsToldBesideABrokenLaw) {
  EXPECT_THAT(finding_of("tanh", "x", where("dz", [](double u) { return u > 1.0; })).explanation,
              HasSubstr("dx is wrong only where dz is 1."));
}

TEST(Regime, IsToldByAnInteger) {
  const Op& op = *find_op("td_target");
  Op student = op;
  student.start = [&op](const Case& the_case) {
    Instance instance = op.start(the_case);
    Tensor& target = instance.outputs.at("target");
    for (std::size_t i = 0; i < target.values.size(); ++i) {
      if (the_case.inputs.at("done").values[i] == 1.0) target.values[i] += uneven(i);
    }
    return instance;
  };
  Transcript transcript = cases::plan(op, 3);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  EXPECT_THAT(check_outputs(op, transcript).explanation,
              HasSubstr("target is wrong only where done is 1, and right where it is 0."));
}

TEST(Regime, OfWholeCasesIsNotToldByTheirElements) {
  // One case is right as a whole, and its elements say no more than that.
  const ChangeGradient all_but_one = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    const Tensor& x = the_case.inputs.at("x");
    if (largest_magnitude(x) > 3.0 * 4.0) return;
    for (std::size_t i = 0; i < gradient.values.size(); ++i) gradient.values[i] *= uneven(i);
  };
  EXPECT_THAT(finding_of("affine", "x", all_but_one).explanation, Not(HasSubstr("only where")));
}

TEST(Regime, IsNoClaimWhereValuesOverlap) {
  const ChangeGradient every_third = [](Tensor& gradient, const Case&, const Tensors&) {
    for (std::size_t i = 0; i < gradient.values.size(); i += 3) gradient.values[i] *= uneven(i);
  };
  EXPECT_THAT(finding_of("tanh", "x", every_third).explanation, Not(HasSubstr("only where")));
}

TEST(Regime, OfASizeIsToldByCases) {
  const ChangeGradient one_row = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    if (the_case.inputs.at("x").shape.at(0) != 1) return;
    for (std::size_t i = 0; i < gradient.values.size(); ++i) gradient.values[i] *= uneven(i);
  };
  EXPECT_EQ(finding_of("affine", "x", one_row).explanation,
            " dx is wrong only where N is 1, and right where it is 2 or more.");
}

TEST(ShareOfRight, IsToldWhereNothingElseIs) {
  const ChangeGradient sometimes = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    if (!(the_case.inputs.at("x").values.front() > 0.0)) return;
    for (std::size_t i = 0; i < gradient.values.size(); ++i) gradient.values[i] *= uneven(i);
  };
  EXPECT_THAT(finding_of("affine", "x", sometimes).explanation,
              MatchesRegex(" It is right for [0-9]+ of the [0-9]+ inputs of this check\\."));
}

}  // namespace
}  // namespace grader
