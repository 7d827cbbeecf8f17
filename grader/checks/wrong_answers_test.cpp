// Backward passes with mistakes that every checker must catch, tried on every gradient of every op.
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "grader/checks/comparison.hpp"
#include "grader/checks/contract.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/testing/wrong_subjects.hpp"
#include "grader/ops/registry.hpp"
#include "grader/ops/xtensor_bridge.hpp"

namespace grader {
namespace {

Tensor scaled(Tensor tensor, double factor) {
  for (double& value : tensor.values) value *= factor;
  return tensor;
}

Tensor transposed(const Tensor& tensor) {
  if (tensor.shape.size() != 2) return tensor;
  return from_xtensor(backprop::Matrix(backprop::transpose(to_matrix(tensor))));
}

double batch_size(const Case& the_case) {
  const auto x = the_case.inputs.find("x");
  if (x == the_case.inputs.end() || x->second.shape.empty()) return 4.0;
  return static_cast<double>(x->second.shape.front());
}

struct Wrong {
  const char* name;
  Spoil spoil;
};

const std::vector<Wrong>& wrongs() {
  static const std::vector<Wrong> list = {
      {"zero", [](const Tensor& g, auto&&...) { return scaled(g, 0.0); }},
      {"nan",
       [](Tensor g, auto&&...) {
         g.values.back() = std::numeric_limits<double>::quiet_NaN();
         return g;
       }},
      {"infinite",
       [](Tensor g, auto&&...) {
         g.values.front() = std::numeric_limits<double>::infinity();
         return g;
       }},
      {"sign", [](const Tensor& g, auto&&...) { return scaled(g, -1.0); }},
      {"doubled", [](const Tensor& g, auto&&...) { return scaled(g, 2.0); }},
      {"missing_1_over_n",
       [](const Tensor& g, const Case& c, auto&&...) { return scaled(g, batch_size(c)); }},
      {"extra_1_over_n",
       [](const Tensor& g, const Case& c, auto&&...) { return scaled(g, 1.0 / batch_size(c)); }},
      {"transposed", [](const Tensor& g, auto&&...) { return transposed(g); }},
      {"reshaped_transpose",
       [](const Tensor& g, auto&&...) {
         Tensor t = transposed(g);
         t.shape = g.shape;
         return t;
       }},
      {"ignores_upstream",
       [](const Tensor&, const Case&, const auto& backward, const Tensors& upstream,
          const std::string& input) {
         Tensors ones = upstream;
         for (auto& [name, tensor] : ones) tensor = Tensor::filled(tensor.shape, 1.0);
         return backward(ones).at(input);
       }},
      {"first_element",
       [](Tensor g, auto&&...) {
         g.values.front() += 1e-6;
         return g;
       }},
      {"relative_1e_7", [](const Tensor& g, auto&&...) { return scaled(g, 1.0 + 1e-7); }},
  };
  return list;
}

struct Target {
  std::string op;
  std::string input;
};

void PrintTo(const Target& target, std::ostream* out) { *out << target.op << ", d" << target.input; }

class WrongAnswer : public testing::TestWithParam<Target> {
 protected:
  const Op& op() const { return *find_op(GetParam().op); }
  const std::string& input() const { return GetParam().input; }

  // Returns the answers to `planned` of a subject that gets this one gradient wrong.
  Transcript answers(const Transcript& planned, const Wrong& wrong) const {
    Transcript transcript = planned;
    SpoiledSubject subject(input(), wrong.spoil);
    cases::ask(op(), subject, transcript);
    return transcript;
  }
};

TEST_P(WrongAnswer, IsFailedWhereverItDiffers) {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    const Transcript planned = cases::plan(op(), seed);
    std::vector<Tensor> right;
    LinkedSubject reference;
    ExpectedGradients expected(op(), planned);
    for (const CaseTranscript& entry : planned) {
      right.push_back(reference.start(op(), entry.the_case)->backward(entry.u).at(input()));
    }
    for (const Wrong& wrong : wrongs()) {
      const Transcript transcript = answers(planned, wrong);
      bool differs = false;  // by more than rounding, in any case
      for (std::size_t i = 0; i < transcript.size(); ++i) {
        differs |= !(right[i] == transcript[i].b_u.at(input()));
      }
      const Finding finding = GradientChecks(op(), transcript, expected, Explain::no).check(input());
      EXPECT_EQ(finding.status, differs ? Status::fail : Status::pass) << wrong.name << ", seed " << seed;
      EXPECT_EQ(finding.message.empty(), !differs) << wrong.name << ", seed " << seed;
    }
  }
}

TEST_P(WrongAnswer, LeavesTheOtherGradientsRight) {
  const Transcript planned = cases::plan(op(), 1);
  const Transcript transcript = answers(planned, wrongs().front());
  ExpectedGradients expected(op(), planned);
  GradientChecks checks(op(), transcript, expected);
  for (const std::string& other : op().gradients()) {
    if (other == input()) continue;
    EXPECT_EQ(checks.check(other).status, Status::pass) << other;
  }
}

std::vector<Target> targets() {
  std::vector<Target> result;
  for (const Op& op : all_ops()) {
    for (const std::string& input : op.gradients()) result.push_back({op.name, input});
    for (const NodeSpec& node : op.nodes) result.push_back({op.name, node.name});
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(Ops, WrongAnswer, testing::ValuesIn(targets()),
                         [](const auto& info) { return info.param.op + "_d" + info.param.input; });

TEST(WrongAnswerMessage, NamesTheConstantFactor) {
  const Op& op = *find_op("softmax_loss");
  Transcript transcript = cases::plan(op, 1);
  SpoiledSubject subject("x",
                         [](const Tensor& g, const Case& c, auto&&...) { return scaled(g, batch_size(c)); });
  cases::ask(op, subject, transcript);
  const Finding finding = check_gradient(op, transcript, "x");
  EXPECT_EQ(finding.message, "dx is wrong in 12 of 12 elements.");
  EXPECT_EQ(finding.explanation, " Every element is N times what it should be (N is 4 here).");
  ASSERT_TRUE(finding.evidence);
  EXPECT_NEAR(finding.evidence->ratio.value(), 4.0, 1e-9);
}

TEST(WrongAnswerMessage, NamesTheShapeWithItsSymbols) {
  const Op& op = *find_op("affine");
  Transcript transcript = cases::plan(op, 1);
  SpoiledSubject subject("w", [](const Tensor& g, auto&&...) { return transposed(g); });
  cases::ask(op, subject, transcript);
  const Finding finding = check_gradient(op, transcript, "w");
  EXPECT_EQ(finding.message, "dw is (3, 5), expected (5, 3) = (D, M).");
  EXPECT_EQ(finding.explanation, " That is the shape of its transpose.");
}

// Of numbers, of a shape and of what is not linear.
TEST(WrongAnswerWithoutExplanation, IsTheSameVerdict) {
  const Op& op = *find_op("affine");
  for (const Wrong& wrong : wrongs()) {
    Transcript transcript = cases::plan(op, 1);
    SpoiledSubject subject("w", wrong.spoil);
    cases::ask(op, subject, transcript);
    ExpectedGradients expected(op, transcript);
    const Finding with = GradientChecks(op, transcript, expected).check("w");
    const Finding without = GradientChecks(op, transcript, expected, Explain::no).check("w");
    EXPECT_EQ(without.status, with.status) << wrong.name;
    EXPECT_EQ(without.message, with.message) << wrong.name;
    ASSERT_TRUE(with.evidence && without.evidence) << wrong.name;
    EXPECT_EQ(without.evidence->failing_class, with.evidence->failing_class) << wrong.name;
    EXPECT_EQ(without.explanation, "") << wrong.name;
  }
}

}  // namespace
}  // namespace grader
