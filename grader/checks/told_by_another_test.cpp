// What a report says of a gradient whose wrong elements tell nothing, while those of another one do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/checks/contract.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/testing/changed_gradient.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

// Answers with changed gradients, or outputs.
Transcript answers_with(const Op& op, const std::function<void(Tensors& outputs)>& change_outputs,
                        const std::function<void(Tensors& gradients)>& change_gradients) {
  Op student = op;
  student.start = [&](const Case& the_case) {
    Instance instance = op.start(the_case);
    change_outputs(instance.outputs);
    instance.backward = [backward = instance.backward, &change_gradients](const Tensors& upstream) {
      Tensors gradients = backward(upstream);
      change_gradients(gradients);
      return gradients;
    };
    return instance;
  };
  Transcript transcript = cases::plan(op, 3);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  return transcript;
}

void spoil(Tensor& tensor) {
  for (std::size_t i = 0; i < tensor.values.size(); ++i) tensor.values[i] *= uneven(i);
}

void spoil_second_gate(Tensor& tensor) {
  const std::size_t width = tensor.shape.back();
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (i % width * 4 / width == 1) tensor.values[i] *= uneven(i);
  }
}

TEST(Gradient, IsExplainedByAnotherThatLeadsToAPlace) {
  const Op& op = *find_op("lstm_step");
  const Transcript answers = answers_with(
      op, [](Tensors&) {},
      [](Tensors& gradients) {
        spoil(gradients.at("x"));
        spoil_second_gate(gradients.at("b"));
      });
  EXPECT_EQ(check_gradient(op, answers, "x").explanation,
            " More is known of db. db is right except in the part of f (i, f, o, g lie "
            "side by side in it).");
}

TEST(Gradient, IsNotExplainedByAnotherThatLeadsNowhere) {
  const Op& op = *find_op("lstm_step");
  const Transcript answers = answers_with(
      op, [](Tensors&) {},
      [](Tensors& gradients) {
        spoil(gradients.at("x"));
        spoil(gradients.at("b"));
      });
  EXPECT_THAT(check_gradient(op, answers, "x").explanation, Not(HasSubstr("More is known")));
}

// The factor of the case that the other gradient fails in first is not that of the case that is shown.
TEST(Gradient, IsNotExplainedByNumbersOfAnotherCase) {
  const Op& op = *find_op("lstm_step");
  const auto spoiled = [&](const std::string& shown_case) {
    Op student = op;
    student.start = [&op, shown_case](const Case& the_case) {
      Instance instance = op.start(the_case);
      const double N = static_cast<double>(the_case.inputs.at("x").shape[0]);
      instance.backward = [backward = instance.backward, shown_case, N](const Tensors& upstream) {
        Tensors gradients = backward(upstream);
        if (shown_case == "same" || N != 4.0) {
          for (double& value : gradients.at("b").values) value *= N;
        }
        spoil(gradients.at("x"));
        return gradients;
      };
      return instance;
    };
    Transcript transcript = cases::plan(op, 3);
    LinkedSubject subject;
    cases::ask(student, subject, transcript);
    return check_gradient(op, transcript, "x").explanation;
  };
  EXPECT_THAT(spoiled("same"), HasSubstr("More is known of db. Every element is N times"));
  EXPECT_THAT(spoiled("another"), Not(HasSubstr("More is known")));
}

TEST(Output, IsExplainedByAnotherThatLeadsToAPlace) {
  const Op& op = *find_op("adam");
  const Transcript answers = answers_with(
      op,
      [](Tensors& outputs) {
        spoil(outputs.at("next_w"));
        for (double& value : outputs.at("next_v").values) value *= 2.0;
      },
      [](Tensors&) {});
  EXPECT_THAT(check_outputs(op, answers).explanation,
              HasSubstr("next_v is wrong too, and next_m and next_t are right. More is known of next_v. "
                        "Every element is 2 times what it should be."));
}

}  // namespace
}  // namespace grader
