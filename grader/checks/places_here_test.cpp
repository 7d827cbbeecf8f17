#include "grader/checks/places_here.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/checks/contract.hpp"
#include "grader/checks/testing/changed_gradient.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

ChangeGradient at_classes(bool right_class) {
  return [right_class](Tensor& gradient, const Case& the_case, const Tensors&) {
    const std::size_t classes = gradient.shape.at(1);
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      const auto y = static_cast<std::size_t>(the_case.inputs.at("y").values[i / classes]);
      if ((i % classes == y) == right_class) gradient.values[i] *= uneven(i);
    }
  };
}

TEST(PickedElements, AreTheRightClassOrTheOthers) {
  EXPECT_THAT(finding_of("softmax_loss", "x", at_classes(true)).explanation,
              HasSubstr("dx is wrong only at elements that y picks, the right class of each row."));
  EXPECT_THAT(finding_of("softmax_loss", "x", at_classes(false)).explanation,
              HasSubstr("dx is right at the elements that y picks, the right class of each row, and wrong "
                        "only at others."));
}

TEST(PickedElements, AreNotNamedWhereOthersAreWrongToo) {
  const ChangeGradient all = [](Tensor& gradient, const Case&, const Tensors&) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) gradient.values[i] *= uneven(i);
  };
  EXPECT_THAT(finding_of("softmax_loss", "x", all).explanation, Not(HasSubstr("picks")));
}

TEST(PlacesHere, AreTheWrongSlicesOfTheCaseThatIsShown) {
  const ChangeGradient second_step = [](Tensor& gradient, const Case&, const Tensors&) {
    const Shape shape = gradient.shape;
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (shape[1] > 2 && i / shape[2] % shape[1] == 1) gradient.values[i] *= uneven(i);
    }
  };
  EXPECT_EQ(
      finding_of("temporal_affine", "x", second_step).explanation,
      " Here dx is wrong in time step 1 only, counted from 0. dx is right for 6 of the 19 inputs of this "
      "check: all but the 13 in which T is 3 or more.");
}

// Spoils the elements whose index along `axis` is 1, where there are more than two.
ChangeGradient second_along(std::size_t axis) {
  return [axis](Tensor& gradient, const Case&, const Tensors&) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      const bool second = gradient.shape.at(axis) > 2 && coordinates(gradient.shape, i).at(axis) == 1;
      if (second) gradient.values[i] *= uneven(i);
    }
  };
}

TEST(PlacesHere, InImagesAndFiltersHaveTheirWords) {
  const auto sentence = [](const char* op, const char* gradient, std::size_t axis) {
    return finding_of(op, gradient, second_along(axis)).explanation;
  };
  EXPECT_THAT(sentence("conv", "x", 0), StartsWith(" Here dx is wrong in image 1 only, counted from 0."));
  EXPECT_THAT(sentence("conv", "x", 1), StartsWith(" Here dx is wrong in channel 1 only, counted from 0."));
  EXPECT_THAT(sentence("conv", "x", 2), StartsWith(" Here dx is wrong in row 1 only, counted from 0."));
  EXPECT_THAT(sentence("conv", "x", 3), StartsWith(" Here dx is wrong in column 1 only, counted from 0."));
  EXPECT_THAT(sentence("conv", "w", 0), StartsWith(" Here dw is wrong in filter 1 only, counted from 0."));
  EXPECT_THAT(sentence("conv", "w", 2),
              StartsWith(" Here dw is wrong in filter row 1 only, counted from 0."));
  EXPECT_THAT(sentence("depthwise_conv", "w", 0),
              StartsWith(" Here dw is wrong in channel 1 only, counted from 0."));
  EXPECT_THAT(sentence("conv_transpose", "x", 1),
              StartsWith(" Here dx is wrong in channel 1 only, counted from 0."));
}

TEST(PlacesHere, AreThePartsOfGates) {
  // Another gate in each case, so that no gate is wrong in all of them.
  const ChangeGradient gates = [](Tensor& gradient, const Case& the_case, const Tensors&) {
    const std::size_t columns = gradient.shape.at(1);
    const std::size_t wrong = the_case.inputs.at("x").values.front() > 0.0 ? 1 : 2;
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (i % columns * 4 / columns == wrong) gradient.values[i] *= uneven(i);
    }
  };
  EXPECT_EQ(finding_of("lstm_step", "wh", gates).explanation,
            " dwh is right except in the parts of f and o (i, f, o, g lie side by side in it).");
}

TEST(OutputsBeside, AreRightOrWrong) {
  const Op& op = *find_op("adam");
  Op student = op;
  student.start = [&op](const Case& the_case) {
    Instance instance = op.start(the_case);
    for (const char* name : {"next_w", "next_m"}) {
      Tensor& tensor = instance.outputs.at(name);
      for (std::size_t i = 0; i < tensor.values.size(); ++i) tensor.values[i] *= uneven(i);
    }
    return instance;
  };
  Transcript transcript = cases::plan(op, 3);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  EXPECT_THAT(check_outputs(op, transcript).explanation,
              HasSubstr(" next_m is wrong too, and next_v and next_t are right."));
}

}  // namespace
}  // namespace grader
