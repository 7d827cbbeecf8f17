// Backward passes that differentiate numerically are recognised. Derivations never are.
#include "grader/checks/finite_differences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <backprop/rng.hpp>
#include <set>

#include "grader/checks/gradient.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::MatchesRegex;

// The derivative as the sum of weight * f(x + offset * h) / h.
struct Stencil {
  std::string name;
  double h;
  std::vector<double> offsets;
  std::vector<double> weights;
};

const std::vector<Stencil>& stencils() {
  static const std::vector<Stencil> list = {{"two_point", 1e-5, {-1, 1}, {-0.5, 0.5}},
                                            {"long_two_point", 1e-3, {-1, 1}, {-0.5, 0.5}},
                                            {"one_sided", 1e-7, {0, 1}, {-1, 1}},
                                            {"long_one_sided", 1e-5, {0, 1}, {-1, 1}},
                                            {"six_point",
                                             1e-3,
                                             {-3, -2, -1, 1, 2, 3},
                                             {-1 / 60., 9 / 60., -45 / 60., 45 / 60., -9 / 60., 1 / 60.}}};
  return list;
}

// Answers as the reference does, except that it finds the gradients of some inputs by differences of its
// forward pass.
class DifferentiatingSubject : public Subject {
 public:
  DifferentiatingSubject(std::set<std::string> inputs, Stencil stencil)
      : inputs_(std::move(inputs)), stencil_(std::move(stencil)) {}

  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    return std::make_unique<Differentiating>(*this, op, the_case);
  }

 private:
  class Differentiating : public Running {
   public:
    Differentiating(DifferentiatingSubject& subject, const Op& op, const Case& the_case)
        : subject_(subject), op_(op), case_(the_case), derived_(subject.reference_.start(op, the_case)) {
      outputs = derived_->outputs;
    }

    Tensors backward(const Tensors& upstream) override {
      forward_calls = 0;
      Tensors gradients = derived_->backward(upstream);
      for (const std::string& input : subject_.inputs_) {
        Tensor& gradient = gradients.at(input);
        for (std::size_t i = 0; i < gradient.values.size(); ++i)
          gradient.values[i] = slope(input, i, upstream);
      }
      return gradients;
    }

   private:
    double slope(const std::string& input, std::size_t element, const Tensors& upstream) {
      const Stencil& stencil = subject_.stencil_;
      double result = 0.0;
      for (std::size_t k = 0; k < stencil.offsets.size(); ++k) {
        Case moved = case_;
        moved.inputs.at(input).values[element] += stencil.offsets[k] * stencil.h;
        const auto running = subject_.reference_.start(op_, moved);
        ++forward_calls;
        for (const auto& [name, u] : upstream) {
          const std::vector<double>& out = running->outputs.at(name).values;
          for (std::size_t j = 0; j < out.size(); ++j)
            result += stencil.weights[k] * u.values[j] * out[j] / stencil.h;
        }
      }
      return result;
    }

    DifferentiatingSubject& subject_;
    const Op& op_;
    Case case_;
    std::unique_ptr<Running> derived_;
  };

  LinkedSubject reference_;
  std::set<std::string> inputs_;
  Stencil stencil_;
};

Transcript answers(const Op& op, Subject& subject, std::uint64_t seed = 1) {
  Transcript transcript = cases::plan(op, seed);
  cases::ask(op, subject, transcript);
  return transcript;
}

Finding judged(const Op& op, const Transcript& transcript, const std::string& input) {
  return name_finite_differences(op, transcript, input, check_gradient(op, transcript, input));
}

class Differences : public testing::TestWithParam<std::string> {};

TEST_P(Differences, AreNamedWhateverTheStencil) {
  const Op& op = *find_op(GetParam());
  Transcript planned = cases::plan(op, 1);
  // One case of each probe, and none of 65 steps or with thousands of weights: the forward passes of lstm
  // took four minutes.
  std::set<std::string> probes = {"very-long", "broad"};
  std::erase_if(planned, [&](const CaseTranscript& entry) { return !probes.insert(entry.probe).second; });
  const std::vector<std::string> inputs = op.gradients();
  for (const Stencil& stencil : stencils()) {
    DifferentiatingSubject subject({inputs.begin(), inputs.end()}, stencil);
    Transcript transcript = planned;
    cases::ask(op, subject, transcript);
    for (const std::string& input : inputs) {
      SCOPED_TRACE(stencil.name + ", d" + input);
      const Finding finding = judged(op, transcript, input);
      EXPECT_EQ(finding.status, Status::fail);
      EXPECT_THAT(
          finding.message,
          MatchesRegex("d" + input +
                       " looks as if it was found by finite differences, not derived: it is right to "
                       "about 1e-[0-9]+, and the backward pass calls what the forward pass calls\\.( Some "
                       "elements are off by more than 1e-5\\.)?"));
      ASSERT_TRUE(finding.evidence);
      EXPECT_THAT(finding.evidence->failing_class,
                  testing::AnyOf(kFiniteDifferences, kInexactFiniteDifferences));
      EXPECT_TRUE(finding.evidence->worst);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Ops, Differences,
                         testing::Values("affine", "sigmoid", "relu", "mse_loss", "softmax_loss",
                                         "l2_penalty", "batchnorm", "layernorm", "embedding", "lstm"),
                         [](const auto& info) { return info.param; });

TEST(Differences, AreNamedWhereTheyPassAndWhereTheirNoiseFails) {
  const Op& affine = *find_op("affine");
  DifferentiatingSubject passing({"x"}, stencils().back());
  const Transcript passes = answers(affine, passing);
  EXPECT_EQ(check_gradient(affine, passes, "x").status, Status::pass);
  EXPECT_EQ(
      judged(affine, passes, "x").message,
      "dx looks as if it was found by finite differences, not derived: it is right to about 1e-12, and the "
      "backward pass calls what the forward pass calls.");
  for (const char* derived : {"w", "b"}) EXPECT_EQ(judged(affine, passes, derived).status, Status::pass);
  const Op& softmax_loss = *find_op("softmax_loss");
  DifferentiatingSubject failing({"x"}, stencils()[3]);
  const Transcript fails = answers(softmax_loss, failing);
  EXPECT_EQ(check_gradient(softmax_loss, fails, "x").status, Status::fail);
  EXPECT_EQ(
      judged(softmax_loss, fails, "x").message,
      "dx looks as if it was found by finite differences, not derived: it is right to about 1e-5, and the "
      "backward pass calls what the forward pass calls.");
}

TEST(Differences, OfAllElementsAtOnceAreNamedWhereTheLayerIsElementwise) {
  const Op& op = *find_op("sigmoid");
  DifferentiatingSubject subject({"x"}, stencils().front());
  Transcript transcript = answers(op, subject);
  for (CaseTranscript& entry : transcript) entry.forward_calls = 2;
  EXPECT_TRUE(finite_difference_error(op, transcript, "x"));
  for (CaseTranscript& entry : transcript) entry.forward_calls = 0;
  EXPECT_FALSE(finite_difference_error(op, transcript, "x"));
}

// Answers like a derivation that rounds its sums in other places and runs the forward pass again and again.
class Rounded : public Subject {
 public:
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    Case last_bits = the_case;
    backprop::Rng rng(17);
    for (const std::string& input : op.gradients()) {
      for (double& value : last_bits.inputs.at(input).values) value *= 1.0 + (rng.uniform() - 0.5) * 4e-16;
    }
    return reference_.start(op, last_bits);
  }

 private:
  LinkedSubject reference_;
};

TEST(Derivations, AreNeverNamedHoweverOftenTheyRunTheForwardPass) {
  for (const Op& op : all_ops()) {
    for (const std::uint64_t seed : {1, 2, 3}) {
      Rounded subject;
      Transcript transcript = answers(op, subject, seed);
      for (CaseTranscript& entry : transcript) entry.forward_calls = 1u << 30;
      for (const std::string& input : op.gradients()) {
        EXPECT_FALSE(finite_difference_error(op, transcript, input))
            << op.name << " d" << input << ", seed " << seed;
        EXPECT_EQ(doubt_about_derivation(op, transcript, input), "") << op.name << " d" << input;
      }
    }
  }
}

Transcript with_noise(const Op& op, double noise, std::uint64_t forward_calls) {
  LinkedSubject reference;
  Transcript transcript = answers(op, reference);
  backprop::Rng rng(3);
  for (CaseTranscript& entry : transcript) {
    entry.forward_calls = forward_calls;
    for (auto& [name, gradient] : entry.b_u) {
      for (double& value : gradient.values) value *= 1.0 + noise * rng.normal();
    }
  }
  return transcript;
}

TEST(Derivations, ThatAreInexactAreNotNamedUnlessTheyRunTheForwardPassForEveryElement) {
  for (const char* name : {"affine", "softmax_loss", "batchnorm", "lstm"}) {
    const Op& op = *find_op(name);
    for (const std::string& input : op.gradients()) {
      EXPECT_FALSE(finite_difference_error(op, with_noise(op, 1e-11, 1), input)) << name << " d" << input;
      EXPECT_TRUE(finite_difference_error(op, with_noise(op, 1e-11, 1000), input)) << name << " d" << input;
    }
  }
}

// Noise in most elements is no licence for the others, in any of the answers that are compared.
TEST(Differences, ThatAreWrongSomewhereAreNoDifferences) {
  const Op& op = *find_op("affine");
  const auto spoiled = [&](Tensors CaseAnswers::*answer, double error) {
    Transcript transcript = with_noise(op, 1e-9, 1000);
    for (CaseTranscript& entry : transcript) {
      for (auto& [name, gradient] : entry.*answer) {
        for (std::size_t i = 0; i < gradient.values.size(); i += 3) gradient.values[i] += error;
      }
    }
    return judged(op, transcript, "x");
  };
  for (const auto answer : {&CaseAnswers::b_u, &CaseAnswers::b_v, &CaseAnswers::b_combined}) {
    const Finding finding = spoiled(answer, 1e6);
    ASSERT_EQ(finding.status, Status::fail);
    EXPECT_THAT(finding.evidence->failing_class,
                testing::Not(testing::AnyOf(kFiniteDifferences, kInexactFiniteDifferences)));
  }
  EXPECT_EQ(spoiled(&CaseAnswers::b_u, 0.0).evidence->failing_class, kFiniteDifferences);
  EXPECT_EQ(spoiled(&CaseAnswers::b_u, 2e-4).evidence->failing_class, kInexactFiniteDifferences);
}

TEST(Derivations, ThatAreWrongKeepTheirOwnMessage) {
  const Op& op = *find_op("affine");
  Transcript transcript = with_noise(op, 0.5, 1000);
  EXPECT_EQ(judged(op, transcript, "x").message, check_gradient(op, transcript, "x").message);
  for (CaseTranscript& entry : transcript) entry.b_u.erase("x");
  EXPECT_EQ(judged(op, transcript, "x").evidence->failing_class, "shape");
}

}  // namespace
}  // namespace grader
