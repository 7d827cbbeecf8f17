#include "grader/checks/right_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/checks/testing/answers.hpp"
#include "grader/checks/testing/changed_gradient.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

double one(std::size_t) { return 1.0; }
double nothing(std::size_t, double) { return 0.0; }
double tenth(std::size_t, double) { return 0.1; }

// A case of leaky_relu, whose one attribute is alpha.
struct Given {
  std::size_t n, d;
  double alpha;
  bool wrong;
};

std::string share(const std::vector<Given>& cases) {
  Answers answers("leaky_relu");
  for (const Given& each : cases)
    answers.add({each.n, each.d}, one, each.wrong ? tenth : nothing, {{"alpha", each.alpha}});
  return share_of_right(answers.gradient);
}

TEST(ShareOfRight, IsToldWhereNothingElseIs) {
  const ChangeGradient sometimes = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    if (!(the_case.inputs.at("x").values.front() > 0.0)) return;
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
      gradient.values[i] *= 2.0 + 0.1 * static_cast<double>(i * i);
  };
  EXPECT_THAT(finding_of("affine", "x", sometimes).explanation,
              MatchesRegex(" dx is right for [0-9]+ of the [0-9]+ inputs of this check.*"));
}

TEST(ShareOfRight, NamesTheAttributeThatSetsWrongInputsApart) {
  EXPECT_EQ(share({{4, 5, 0.01, false}, {4, 5, 0.3, false}, {9, 2, 0.0, true}}),
            "dx is right for 2 of the 3 inputs of this check: all but the one in which alpha is 0.");
  EXPECT_EQ(share({{4, 5, 0.1, false}, {4, 5, 0.2, false}, {9, 2, 0.3, true}, {4, 5, 0.4, true}}),
            "dx is right for 2 of the 4 inputs of this check: all but the 2 in which alpha is 0.3 or more.");
  EXPECT_EQ(share({{4, 5, 0.2, false}, {4, 5, 0.2, false}, {9, 2, 0.1, true}, {4, 5, 0.4, true}}),
            "dx is right for 2 of the 4 inputs of this check: all but the 2 in which alpha is not 0.2.");
}

TEST(ShareOfRight, NamesASizeWhereNoAttributeFits) {
  EXPECT_EQ(share({{4, 5, 0.1, false}, {6, 5, 0.1, true}, {2, 5, 0.1, false}, {8, 5, 0.1, true}}),
            "dx is right for 2 of the 4 inputs of this check: all but the 2 in which N is 6 or more.");
}

TEST(ShareOfRight, NamesTwoThatFitEqually) {
  EXPECT_EQ(share({{4, 5, 0.1, false}, {9, 2, 0.1, true}, {4, 5, 0.1, false}}),
            "dx is right for 2 of the 3 inputs of this check: all but the one in which D is 2 and N is 9.");
}

TEST(ShareOfRight, NamesTwoSizesThatAreTheSame) {
  EXPECT_EQ(
      share({{4, 5, 0.1, false}, {3, 3, 0.1, true}, {2, 4, 0.1, false}, {5, 2, 0.1, false}}),
      "dx is right for 3 of the 4 inputs of this check: all but the one in which D and N are the same.");
}

TEST(ShareOfRight, NamesNothingThatARightInputHasToo) {
  EXPECT_EQ(share({{4, 5, 0.0, false}, {4, 5, 0.1, true}, {4, 5, 0.0, true}, {4, 5, 0.1, false}}),
            "dx is right for 2 of the 4 inputs of this check.");
}

// In a list of numbers that are all different, any one of them is the only one.
TEST(ShareOfRight, NamesNoNumberThatIsLikeAnyOther) {
  EXPECT_EQ(share({{4, 5, 0.21, false}, {4, 5, 0.37, true}, {4, 5, 0.44, false}}),
            "dx is right for 2 of the 3 inputs of this check.");
}

TEST(ShareOfRight, IsEmptyWhereNothingIsRight) { EXPECT_EQ(share({{4, 5, 0.0, true}}), ""); }

TEST(ValueWords, AreThoseOfAnAttributeThatListsItsValues) {
  EXPECT_EQ(value_words(*find_op("conv_net"), "norm", 2), "2 (group normalisation)");
  EXPECT_EQ(value_words(*find_op("conv_net"), "groups", 2), "2");
  EXPECT_EQ(value_words(*find_op("conv_net"), "N", 2), "2");
}

}  // namespace
}  // namespace grader
