// A chain of steps within one layer. A student who gets one step wrong must read which one, and not that
// everything after it is wrong too.
#include <gtest/gtest.h>

#include "grader/checks/contract.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/layer.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/xtensor_bridge.hpp"

namespace grader {
namespace {

using backprop::as_row;
using backprop::Matrix;
using backprop::sum;
using backprop::Vector;

// The nodes of batchnorm, computed here again from the right cache, since batchnorm's op gives only their
// gradients.
struct Nodes {
  Matrix xmu;
  Vector sqrtvar;
  Matrix xhat;
  Vector gamma;
};

Nodes nodes_of(const Case& the_case) {
  const Matrix x = to_matrix(the_case.inputs.at("x"));
  const Matrix xmu = x - as_row(backprop::mean(x, 0));
  const Vector sqrtvar = backprop::sqrt(backprop::mean(xmu * xmu, 0) + the_case.attributes.at("eps"));
  return {xmu, sqrtvar, xmu / as_row(sqrtvar), to_vector(the_case.inputs.at("gamma"))};
}

// Returns the chain with the gradient of `wrong` doubled, and everything after it computed rightly from that.
Tensors chain(const Nodes& node, const Matrix& dout, const std::string& wrong) {
  const auto factor = [&](const char* name) { return wrong == name ? 2.0 : 1.0; };
  const auto N = static_cast<double>(dout.shape(0));
  const Matrix dxhat = factor("xhat") * dout * as_row(node.gamma);
  const Vector divar = factor("ivar") * sum(dxhat * node.xmu, 0);
  const Vector dsqrtvar = factor("sqrtvar") * -divar / (node.sqrtvar * node.sqrtvar);
  const Vector dvar = factor("var") * dsqrtvar / (2.0 * node.sqrtvar);
  const Matrix dsq = factor("sq") * as_row(dvar) * xt::ones_like(dout) / N;
  const Matrix dxmu = factor("xmu") * (dxhat / as_row(node.sqrtvar) + 2.0 * node.xmu * dsq);
  const Vector dmu = factor("mu") * -sum(dxmu, 0);
  const Matrix dx = factor("x") * (dxmu + as_row(dmu) / N);
  return {{"x", from_xtensor(dx)},
          {"gamma", from_xtensor(Vector(sum(dout * node.xhat, 0)))},
          {"beta", from_xtensor(Vector(sum(dout, 0)))},
          {"xhat", from_xtensor(dxhat)},
          {"ivar", from_xtensor(divar)},
          {"sqrtvar", from_xtensor(dsqrtvar)},
          {"var", from_xtensor(dvar)},
          {"sq", from_xtensor(dsq)},
          {"xmu", from_xtensor(dxmu)},
          {"mu", from_xtensor(dmu)}};
}

Transcript transcript_of(const std::string& wrong) {
  const Op& batchnorm = *find_op("batchnorm");
  Op student = batchnorm;
  student.start = [&](const Case& the_case) {
    Instance instance = batchnorm.start(the_case);
    instance.backward = [nodes = nodes_of(the_case), wrong](const Tensors& upstream) {
      return chain(nodes, to_matrix(upstream.at("out")), wrong);
    };
    return instance;
  };
  Transcript transcript = cases::plan(batchnorm, 1);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  return transcript;
}

bool ends_with(const std::string& text, const std::string& end) { return text.ends_with(end); }

TEST(Chain, ARightOnePassesAtEveryStep) {
  const Op& op = *find_op("batchnorm");
  const Transcript transcript = transcript_of("");
  EXPECT_EQ(check_contract(op, transcript).message, "");
  for (const char* name : {"x", "gamma", "beta"}) EXPECT_EQ(check_gradient(op, transcript, name).message, "");
  for (const NodeSpec& node : op.nodes) EXPECT_EQ(check_gradient(op, transcript, node.name).message, "");
}

TEST(Chain, TheFirstWrongStepIsNamed) {
  const Op& op = *find_op("batchnorm");
  for (const NodeSpec& wrong : op.nodes) {
    const Transcript transcript = transcript_of(wrong.name);
    const std::string here = "The chain breaks at d" + wrong.name;
    EXPECT_PRED2(ends_with, check_gradient(op, transcript, wrong.name).detail,
                 here + (wrong.name == op.nodes.front().name ? ", where it begins."
                                                             : ": every step before it is right."));
    EXPECT_PRED2(ends_with, check_gradient(op, transcript, "x").detail, here + " already.");
    EXPECT_EQ(check_gradient(op, transcript, "gamma").message, "") << "gamma is not on the way to x";
    for (const NodeSpec& before : op.nodes) {
      if (before.name == wrong.name) break;
      EXPECT_EQ(check_gradient(op, transcript, before.name).message, "") << before.name << " is right";
    }
  }
}

TEST(Chain, TheLastStepMayBeTheWrongOne) {
  const Op& op = *find_op("batchnorm");
  EXPECT_PRED2(ends_with, check_gradient(op, transcript_of("x"), "x").detail,
               "The chain breaks at dx: every step before it is right.");
}

// Returns answers in which the gradients of these names are doubled and all others are right.
Transcript doubled(const Op& op, const std::vector<std::string>& names) {
  Op student = op;
  student.start = [&op, names](const Case& the_case) {
    Instance instance = op.start(the_case);
    instance.backward = [right = instance.backward, names](const Tensors& upstream) {
      Tensors gradients = right(upstream);
      for (const std::string& name : names) {
        for (double& value : gradients.at(name).values) value *= 2.0;
      }
      return gradients;
    };
    return instance;
  };
  Transcript transcript = cases::plan(op, 1);
  LinkedSubject subject;
  cases::ask(student, subject, transcript);
  return transcript;
}

TEST(Chain, OfLayersIsNamedByTheLayer) {
  const Op& op = *find_op("two_layer_net");
  const Transcript all = doubled(op, {"w1", "b1", "w2", "b2"});
  EXPECT_PRED2(ends_with, check_gradient(op, all, "w1").detail, "The chain breaks at dw2 and db2 already.");
  EXPECT_PRED2(ends_with, check_gradient(op, all, "w2").detail,
               "The chain breaks at dw2 and db2, where it begins.");
  const Transcript but_one = doubled(op, {"w1", "b1", "b2"});
  EXPECT_PRED2(ends_with, check_gradient(op, but_one, "w1").detail,
               "The chain breaks at dw1 and db1: what reaches the steps before it is right.");
  const Transcript lower = doubled(op, {"w1", "b1"});
  EXPECT_PRED2(ends_with, check_gradient(op, lower, "b1").detail,
               "The chain breaks at dw1 and db1: every step before it is right.");
}

TEST(Chain, IsNotBrokenByAGradientThatLeadsNowhere) {
  const Op& op = *find_op("two_layer_net");
  EXPECT_PRED2(ends_with, check_gradient(op, doubled(op, {"w2"}), "w2").detail,
               "The chain is not broken there: what reaches dw2 and db2 is right.");
}

TEST(Chain, IsNotBrokenWhereTheNextStepIsRight) {
  const Op& op = *find_op("two_layer_net");
  EXPECT_PRED2(ends_with, check_gradient(op, doubled(op, {"w2", "b2"}), "w2").detail,
               "The chain is not broken there: every step behind dw2 and db2 is right.");
}

// Returns answers with dx doubled at every time step but the last `right`.
Transcript wrong_before(const Op& op, std::size_t right) {
  Transcript transcript = cases::plan(op, 1);
  SpoiledSubject subject("x", [right](Tensor gradient, auto&&...) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (coordinates(gradient.shape, i).at(1) + right < gradient.shape.at(1)) gradient.values[i] *= 2.0;
    }
    return gradient;
  });
  cases::ask(op, subject, transcript);
  return transcript;
}

TEST(ChainThroughTime, SaysHowManyStepsBackItHolds) {
  for (const char* name : {"rnn", "lstm", "gru"}) {
    const Op& op = *find_op(name);
    EXPECT_PRED2(ends_with, check_gradient(op, wrong_before(op, 1), "x").detail,
                 "dx is right at the last time step, and wrong at every step before.");
    EXPECT_PRED2(ends_with, check_gradient(op, wrong_before(op, 0), "x").detail,
                 "dx is wrong at the last time step already, where the way back begins.");
    EXPECT_PRED2(
        ends_with, check_gradient(op, doubled(op, {"wh"}), "wh").detail,
        "dx is right at every time step: the chain through time holds, and dwh goes wrong beside it.");
  }
}

// The share of h0 is the first to be lost where the way back is cut off after some steps. In a case of just
// so many steps dx is right everywhere, and the chain is broken nevertheless.
TEST(ChainThroughTime, IsNotSaidToHoldByAnAnswerThatIsRightInOtherCases) {
  const Op& op = *find_op("rnn");
  Transcript transcript = cases::plan(op, 1);
  std::size_t longest = 0;
  for (const CaseTranscript& entry : transcript)
    longest = std::max(longest, entry.the_case.inputs.at("x").shape.at(1));
  SpoiledSubject subject("h0", [=](Tensor gradient, const Case& the_case, auto&&...) {
    if (the_case.inputs.at("x").shape.at(1) == longest) gradient = Tensor::filled(gradient.shape, 0.0);
    return gradient;
  });
  cases::ask(op, subject, transcript);
  EXPECT_PRED2(ends_with, check_gradient(op, transcript, "h0").detail,
               " Here dx is right at every time step.");
}

// The first time step is the last one on the way back. Sequences of other lengths have other numbers of right
// steps.
TEST(ChainThroughTime, CountsNoStepsWhereTheyDifferFromCaseToCase) {
  const Op& op = *find_op("rnn");
  Transcript transcript = cases::plan(op, 1);
  SpoiledSubject subject("x", [](Tensor gradient, auto&&...) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      if (coordinates(gradient.shape, i).at(1) == 0) gradient.values[i] *= 2.0 + static_cast<double>(i);
    }
    return gradient;
  });
  cases::ask(op, subject, transcript);
  const Finding finding = check_gradient(op, transcript, "x");
  EXPECT_EQ(finding.detail.find("at the last"), std::string::npos) << finding.detail;
  EXPECT_EQ(finding.explanation, " dx is right except in the first time step.");
}

}  // namespace
}  // namespace grader
