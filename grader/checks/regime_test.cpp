#include "grader/checks/regime.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/checks/contract.hpp"
#include "grader/checks/testing/answers.hpp"
#include "grader/checks/testing/changed_gradient.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

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
              MatchesRegex(" Among the inputs of this check, dx is wrong only where x is 1\\.[0-9]+ or more, "
                           "and right where it is "
                           "1 or less\\."));
  EXPECT_THAT(finding_of("tanh", "x", where("x", [](double x) { return x < -1.0; })).explanation,
              MatchesRegex(" Among the inputs of this check, dx is wrong only where x is -1\\.[0-9]+ or "
                           "less, and right where it is "
                           "-1 or more\\."));
}

TEST(Regime, IsToldByAMagnitude) {
  EXPECT_THAT(finding_of("tanh", "x", where("x", [](double x) { return std::abs(x) < 0.5; })).explanation,
              MatchesRegex(" Among the inputs of this check, dx is wrong only where the magnitude of x is "
                           "0\\.[0-9]+ or less, and right "
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
            " Among the inputs of this check, dx is wrong only in those in which N is 1.");
}

double none_is_wrong(std::size_t, double) { return 0.0; }
double all_are_wrong(std::size_t i, double) { return 0.1 * uneven(i); }
double the_first_is_wrong(std::size_t i, double) { return i == 0 ? 0.1 : 0.0; }

TEST(Regime, ElementsThatAreWrongTogetherCountAsOne) {
  Answers answers;
  answers.add(
      {10, 10}, [](std::size_t i) { return 0.01 * static_cast<double>(i); }, all_are_wrong);
  for (int i = 0; i < 6; ++i)
    answers.add(
        {2, 5}, [](std::size_t k) { return 1.5 + 0.1 * static_cast<double>(k); }, none_is_wrong);
  EXPECT_EQ(regime_of_elements(answers.gradient), "");
}

TEST(Regime, ElementsThatDifferWithinACaseAreSeen) {
  Answers answers;
  for (int i = 0; i < 6; ++i) {
    answers.add(
        {2, 5}, [](std::size_t k) { return 0.1 * static_cast<double>(k + 1); },
        [](std::size_t, double x) { return x > 0.65 ? 0.1 : 0.0; });
  }
  EXPECT_EQ(regime_of_elements(answers.gradient),
            "Among the inputs of this check, dx is wrong only where x is 0.7 or more, and right where it is "
            "0.6 or less.");
}

TEST(Regime, AnErrorThatOnlyLeavesItsToleranceHasNoEdge) {
  const auto x = [](std::size_t i) { return std::pow(10.0, -static_cast<double>(i % 14)); };
  for (const double power : {1.0, 2.0, 3.0}) {
    Answers answers;
    for (int i = 0; i < 6; ++i)
      answers.add({4, 7}, x, [&](std::size_t, double at) { return std::pow(at, power); });
    EXPECT_EQ(regime_of_elements(answers.gradient), "") << power;
  }
  Answers answers;
  for (int i = 0; i < 6; ++i)
    answers.add({4, 7}, x, [](std::size_t, double at) { return at > 1e-6 ? 0.1 : 0.0; });
  EXPECT_THAT(regime_of_elements(answers.gradient), HasSubstr("1e-05 or more, and right where it is 1e-06"));
}

TEST(Regime, OfElementsIsRefutedByAnotherCheck) {
  Answers answers;
  for (int i = 0; i < 6; ++i) {
    answers.add(
        {2, 5}, [](std::size_t k) { return 0.1 * static_cast<double>(k + 1); },
        [](std::size_t, double x) { return x > 0.65 ? 0.1 : 0.0; });
  }
  answers.add_elsewhere(
      {2, 5}, [](std::size_t) { return 0.2; }, the_first_is_wrong);
  EXPECT_EQ(regime_of_elements(answers.gradient), "");
}

double always_one(std::size_t) { return 1.0; }

TEST(Regime, ASizeIsNoReasonForSingleWrongElements) {
  Answers answers;
  for (const std::size_t n : {1u, 2u, 3u}) {
    for (int i = 0; i < 3; ++i) answers.add({n, 1}, always_one, none_is_wrong);
    for (int i = 0; i < 3; ++i) answers.add({n + 3, 1}, always_one, the_first_is_wrong);
  }
  EXPECT_EQ(regime_of_cases(answers.gradient), "");
}

TEST(Regime, ASizeNeedsMoreCasesWhereNothingSpeaksForItsEdge) {
  const auto told = [](std::size_t large, std::size_t small, int wrong) {
    Answers answers;
    for (int i = 0; i < wrong; ++i) answers.add({large, 3}, always_one, all_are_wrong);
    for (int i = 0; i < 9; ++i) answers.add({small, 3}, always_one, none_is_wrong);
    return regime_of_cases(answers.gradient);
  };
  EXPECT_EQ(told(5, 4, 2), "");
  EXPECT_EQ(told(5, 4, 5), "Among the inputs of this check, dx is wrong only in those in which N is 5.");
  EXPECT_EQ(told(5, 1, 2),
            "Among the inputs of this check, dx is wrong only in those in which N is 5, and right in those "
            "in which it is 1.");
}

// A number in the code is right where it is the attribute's value.
TEST(Regime, OfCasesIsAllValuesButOne) {
  Answers answers("leaky_relu");
  for (int i = 0; i < 6; ++i) answers.add({4, 3}, always_one, none_is_wrong, {{"alpha", 0.01}});
  for (const double alpha : {0.001, 0.002, 0.1, 0.2, 0.3, 0.4})
    answers.add({4, 3}, always_one, the_first_is_wrong, {{"alpha", alpha}});
  answers.add({4, 3}, always_one, none_is_wrong, {{"alpha", 0.2}});
  EXPECT_EQ(regime_of_cases(answers.gradient),
            "Among the inputs of this check, dx is wrong only in those in which alpha is not 0.01.");
}

TEST(Regime, OfCasesIsRefutedByAnotherCheck) {
  Answers answers;
  for (int i = 0; i < 3; ++i) answers.add({1, 3}, always_one, all_are_wrong);
  for (int i = 0; i < 9; ++i) answers.add({4, 3}, always_one, none_is_wrong);
  EXPECT_EQ(regime_of_cases(answers.gradient),
            "Among the inputs of this check, dx is wrong only in those in which N is 1, and right in those "
            "in which it is 4.");
  answers.add_elsewhere({3, 3}, always_one, the_first_is_wrong);
  EXPECT_EQ(regime_of_cases(answers.gradient), "");
}

}  // namespace
}  // namespace grader
