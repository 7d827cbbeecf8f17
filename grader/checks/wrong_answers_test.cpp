// Backward passes that are wrong in the ways every checker must catch, tried on every gradient of every op.
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "grader/checks/comparison.hpp"
#include "grader/checks/contract.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

// One backward pass: the right gradient, the case, the upstream gradient, and the right backward pass for other upstreams.
using Spoil = std::function<Tensor(const Tensor& right, const Case&,
                                   const std::function<Tensors(const Tensors&)>& backward,
                                   const Tensors& upstream, const std::string& input)>;

class SpoiledRunning : public Running {
 public:
  SpoiledRunning(std::unique_ptr<Running> right, Case the_case, std::string input, Spoil spoil)
      : right_(std::move(right)),
        case_(std::move(the_case)),
        input_(std::move(input)),
        spoil_(std::move(spoil)) {
    outputs = right_->outputs;
  }
  Tensors backward(const Tensors& upstream) override {
    const auto backward = [&](const Tensors& u) { return right_->backward(u); };
    Tensors gradients = backward(upstream);
    gradients.at(input_) = spoil_(gradients.at(input_), case_, backward, upstream, input_);
    return gradients;
  }

 private:
  std::unique_ptr<Running> right_;
  Case case_;
  std::string input_;
  Spoil spoil_;
};

class SpoiledSubject : public Subject {
 public:
  SpoiledSubject(std::string input, Spoil spoil) : input_(std::move(input)), spoil_(std::move(spoil)) {}
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    return std::make_unique<SpoiledRunning>(reference_.start(op, the_case), the_case, input_, spoil_);
  }

 private:
  LinkedSubject reference_;
  std::string input_;
  Spoil spoil_;
};

Tensor scaled(Tensor tensor, double factor) {
  for (double& value : tensor.values) value *= factor;
  return tensor;
}

Tensor transposed(const Tensor& tensor) {
  if (tensor.shape.size() != 2) return tensor;
  return from_xtensor(backprop::transpose(to_matrix(tensor)));
}

double batch_size(const Case& the_case) {
  const auto x = the_case.inputs.find("x");
  return x == the_case.inputs.end() ? 4.0 : static_cast<double>(x->second.shape.at(0));
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
  const Wrong* wrong;
};

class WrongAnswer : public testing::TestWithParam<Target> {};

TEST_P(WrongAnswer, IsFailedWhereverItDiffers) {
  const Op& op = *find_op(GetParam().op);
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    Transcript transcript = plan(op, seed);
    SpoiledSubject subject(GetParam().input, GetParam().wrong->spoil);
    ask(op, subject, transcript);

    bool differs = false;  // by more than rounding, in any case
    LinkedSubject reference;
    for (const CaseTranscript& entry : transcript) {
      const Tensor right = reference.start(op, entry.the_case)->backward(entry.u).at(GetParam().input);
      differs |= !(right == entry.b_u.at(GetParam().input));
    }
    const Finding finding = check_gradient(op, transcript, GetParam().input);
    EXPECT_EQ(finding.status, differs ? Status::fail : Status::pass) << "seed " << seed;
    EXPECT_EQ(finding.message.empty(), !differs);
    for (const std::string& other : op.gradients()) {
      if (other != GetParam().input) {
        EXPECT_EQ(check_gradient(op, transcript, other).status, Status::pass)
            << other << " is right and must stay so";
      }
    }
  }
}

std::vector<std::string> inputs_and_nodes(const Op& op) {
  std::vector<std::string> names = op.gradients();
  for (const NodeSpec& node : op.nodes) names.push_back(node.name);
  return names;
}

std::vector<Target> targets() {
  std::vector<Target> result;
  for (const Op& op : all_ops()) {
    for (const std::string& input : inputs_and_nodes(op)) {
      for (const Wrong& wrong : wrongs()) result.push_back({op.name, input, &wrong});
    }
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(Ops, WrongAnswer, testing::ValuesIn(targets()), [](const auto& info) {
  return info.param.op + "_d" + info.param.input + "_" + info.param.wrong->name;
});

TEST(WrongAnswerMessage, NamesTheConstantFactor) {
  const Op& op = *find_op("softmax_loss");
  Transcript transcript = plan(op, 1);
  SpoiledSubject subject("x",
                         [](const Tensor& g, const Case& c, auto&&...) { return scaled(g, batch_size(c)); });
  ask(op, subject, transcript);
  const Finding finding = check_gradient(op, transcript, "x");
  EXPECT_EQ(finding.message,
            "dx is wrong in 12 of 12 elements. Every element is N times what it should be (N is 4 here).");
  ASSERT_TRUE(finding.evidence);
  EXPECT_NEAR(finding.evidence->ratio.value(), 4.0, 1e-9);
}

TEST(WrongAnswerMessage, NamesTheShapeWithItsSymbols) {
  const Op& op = *find_op("affine");
  Transcript transcript = plan(op, 1);
  SpoiledSubject subject("w", [](const Tensor& g, auto&&...) { return transposed(g); });
  ask(op, subject, transcript);
  EXPECT_EQ(check_gradient(op, transcript, "w").message, "dw is (3, 5), expected (5, 3) = (D, M).");
}

}  // namespace
}  // namespace grader
