#include "grader/checks/changed_term.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "grader/checks/formula.hpp"
#include "grader/checks/step_shares.hpp"
#include "grader/checks/testing/changed_gradient.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

// dx = dout - p sum(dout), row by row: returns the second term, with what `instead` takes in the sum's place.
Tensor sum_term(const Case& the_case, const Tensors& upstream,
                const std::function<double(const double* first, std::size_t size)>& instead = {}) {
  const Tensor& dout = upstream.at("out");
  Tensor term = find_op("log_softmax")->start(the_case).outputs.at("out");
  const std::size_t C = term.shape[1];
  for (std::size_t i = 0; i < term.values.size(); ++i) {
    const double* row = &dout.values[i / C * C];
    term.values[i] =
        -std::exp(term.values[i]) * (instead ? instead(row, C) : std::accumulate(row, row + C, 0.0));
  }
  return term;
}

double first_of(const double* first, std::size_t) { return *first; }

std::vector<FormulaTerm> terms(const Case& the_case, const Tensors& upstream) {
  return {{"x",
           "the sum of dout",
           sum_term(the_case, upstream),
           {},
           {{"with the first of dout", sum_term(the_case, upstream, first_of)}}},
          {"x", "dout itself", upstream.at("out")}};
}

Finding of_terms(const ChangeGradient& change) {
  static const FormulaRegistration registration{"log_softmax", {.terms = terms}};
  return finding_of("log_softmax", "x", change);
}

ChangeGradient more_of_term(const std::function<double(const Shape&, std::size_t i)>& more) {
  return [=](Tensor& gradient, const Case& the_case, const Tensors& upstream) {
    const Tensor term = sum_term(the_case, upstream);
    for (std::size_t i = 0; i < term.values.size(); ++i)
      gradient.values[i] += more(gradient.shape, i) * term.values[i];
  };
}

TEST(ChangedTerm, IsLeftOutTurnedOrTwice) {
  const ChangeGradient without = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
      gradient.values[i] -= upstream.at("out").values[i];
  };
  EXPECT_THAT(of_terms(without).explanation, HasSubstr("Your dx is what it would be without dout itself."));
  for (const auto& [factor, words] : {std::pair(-2.0, "if the sum of dout had the opposite sign."),
                                      {1.0, "if the sum of dout counted twice."},
                                      {-0.7, "if the sum of dout were 0.3 times as large."}}) {
    EXPECT_THAT(of_terms(more_of_term([&](const Shape&, std::size_t) { return factor; })).explanation,
                HasSubstr(std::string("Your dx is what it would be ") + words));
  }
}

TEST(ChangedTerm, HasAFactorWithAName) {
  const ChangeGradient mean =
      more_of_term([](const Shape& shape, std::size_t) { return 1.0 / static_cast<double>(shape[1]) - 1.0; });
  EXPECT_THAT(of_terms(mean).explanation,
              HasSubstr("Your dx is what it would be if the sum of dout were 1/C times as large (C is "));
}

TEST(ChangedTerm, IsAnotherOne) {
  const ChangeGradient other = [](Tensor& gradient, const Case& the_case, const Tensors& upstream) {
    const Tensor was = sum_term(the_case, upstream), is = sum_term(the_case, upstream, first_of);
    for (std::size_t i = 0; i < was.values.size(); ++i) gradient.values[i] += is.values[i] - was.values[i];
  };
  EXPECT_THAT(of_terms(other).explanation,
              HasSubstr("Your dx is what it would be with the first of dout, in the sum of dout."));
}

TEST(ChangedTerm, IsSaidToHaveAnotherFactorWhereThatDiffers) {
  const ChangeGradient by_row = more_of_term([](const Shape& shape, std::size_t i) {
    return std::sin(static_cast<double>(7 * (i / shape[1]) + shape[0]));
  });
  EXPECT_THAT(of_terms(by_row).explanation,
              HasSubstr("dx is right but for one term, the sum of dout: there is another factor in it."));
}

TEST(ChangedTerm, IsNotNamedWhereOthersAreWrongToo) {
  const ChangeGradient all = [](Tensor& gradient, const Case&, const Tensors&) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
      gradient.values[i] *= 2.0 + std::sin(static_cast<double>(7 * i * i + 3));
  };
  EXPECT_THAT(of_terms(all).explanation, Not(HasSubstr("sum of dout")));
}

TEST(ChangedTerm, IsTheOneOfAColumn) {
  const ChangeGradient by_column = more_of_term([](const Shape& shape, std::size_t i) {
    return std::sin(static_cast<double>(7 * (i % shape[1]) + shape[0]));
  });
  EXPECT_THAT(of_terms(by_column).explanation, HasSubstr("dx is right but for one term, the sum of dout"));
}

TEST(ChangedTerm, IsSaidToBeMissingInSomePlaces) {
  const ChangeGradient some_row = more_of_term([](const Shape& shape, std::size_t i) {
    return shape[0] > 1 && i / shape[1] == shape[1] % shape[0] ? -1.0 : 0.0;
  });
  EXPECT_THAT(of_terms(some_row).explanation,
              testing::MatchesRegex(" dx is right but for one term, the sum of dout: it is missing in some "
                                    "places. Here it is missing in batch row [0-9]+."));
}

// In a batch of one the mean of a value is the value itself. These two terms are the same everywhere.
TEST(ChangedTerm, IsNotNamedWhereTheWrongCasesDoNotTellItFromAnother) {
  const FormulaRegistration registration{
      "softmax", {.terms = [](const Case& the_case, const Tensors& upstream) -> std::vector<FormulaTerm> {
        const Tensor right = find_op("softmax")->start(the_case).backward(upstream).at("x");
        const Tensor& dp = upstream.begin()->second;
        Tensor rest = right;
        for (std::size_t i = 0; i < rest.values.size(); ++i) rest.values[i] -= dp.values[i];
        Tensor twin = rest;
        for (double& value : twin.values) value *= 0.5;
        return {{"x", "dp itself", dp}, {"x", "one half", twin}, {"x", "the other half", twin}};
      }}};
  const ChangeGradient by_row = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    const std::size_t width = gradient.shape.back();
    const Tensor& dp = upstream.begin()->second;
    for (std::size_t i = 0; i < gradient.values.size(); ++i) {
      gradient.values[i] +=
          std::sin(static_cast<double>(7 * (i / width) + width)) * (gradient.values[i] - dp.values[i]);
    }
  };
  EXPECT_THAT(finding_of("softmax", "x", by_row).explanation, Not(HasSubstr("right but for one term")));
}

TEST(OneTensorTooMany, IsAnUpstreamGradientOrAnInput) {
  const ChangeGradient plus = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i) gradient.values[i] += upstream.at("z").values[i];
  };
  EXPECT_EQ(finding_of("sigmoid", "x", plus).explanation, " Your dx is what it should be, plus dz.");
  const ChangeGradient minus = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
      gradient.values[i] -= upstream.at("next_c").values[i];
  };
  EXPECT_EQ(finding_of("lstm_step", "prev_h", minus).explanation,
            " Your dprev_h is what it should be, minus dnext_c.");
}

TEST(OneTensorTooMany, IsNotNamedWhereItHasAFactor) {
  const ChangeGradient half = [](Tensor& gradient, const Case&, const Tensors& upstream) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
      gradient.values[i] += 0.5 * upstream.at("z").values[i];
  };
  EXPECT_THAT(finding_of("sigmoid", "x", half).explanation, Not(HasSubstr("plus")));
}

TEST(StepShares, AddUpToTheGradient) {
  for (const std::string op_name : {"rnn", "gru", "lstm"}) {
    const Op& op = *find_op(op_name);
    for (const CaseTranscript& entry : cases::plan(op, 5)) {
      const Tensors right = op.start(entry.the_case).backward(entry.u);
      for (const std::string weight : {"wx", "wh", "b"}) {
        Tensor sum = Tensor::filled(right.at(weight).shape, 0.0);
        for (const Tensor& share : step_shares(op, op_name + "_step", entry, weight))
          sum = combine(1.0, {{"", sum}}, 1.0, {{"", share}}).at("");
        EXPECT_TRUE(compare(sum, expect_gradients(op, entry.the_case, entry.u, 1).at(weight)).right())
            << op_name << ' ' << weight << ' ' << entry.probe;
      }
      EXPECT_TRUE(step_shares(op, op_name + "_step", entry, "x").empty());
    }
  }
}

Finding of_steps(const std::function<void(Tensor& gradient, const std::vector<Tensor>& shares)>& change) {
  static const FormulaRegistration registration{"rnn", {.step = "rnn_step"}};
  const Op& op = *find_op("rnn");
  return finding_of("rnn", "wx", [&](Tensor& gradient, const Case& the_case, const Tensors& upstream) {
    CaseQuestion question;
    question.the_case = the_case;
    question.u = upstream;
    change(gradient, step_shares(op, "rnn_step", question, "wx"));
  });
}

TEST(SharesOfSteps, AreTheFirstAloneOrAllButTheLast) {
  EXPECT_THAT(of_steps([](Tensor& gradient, const auto& shares) { gradient = shares.front(); }).explanation,
              HasSubstr("Your dwx is what the first time step alone gives"));
  EXPECT_THAT(of_steps([](Tensor& gradient, const auto& shares) { gradient = shares.back(); }).explanation,
              HasSubstr("Your dwx is what the last time step alone gives"));
  EXPECT_THAT(of_steps([](Tensor& gradient, const auto& shares) {
                for (std::size_t i = 0; i < gradient.values.size(); ++i)
                  gradient.values[i] -= shares.back().values[i];
              }).explanation,
              HasSubstr("Your dwx is what it would be without the share of the last time step."));
}

TEST(SharesOfSteps, AreNotToldByOtherSteps) {
  EXPECT_THAT(of_steps([](Tensor& gradient, const auto& shares) {
                gradient = shares[shares.size() / 2];
              }).explanation,
              Not(HasSubstr("time step alone")));
}

}  // namespace
}  // namespace grader
