#include "grader/checks/changed_factor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "grader/checks/formula.hpp"
#include "grader/checks/testing/changed_gradient.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;

Tensor each(Tensor tensor, double (*function)(double)) {
  for (double& value : tensor.values) value = function(value);
  return tensor;
}

// The values that both layers' formulas name here; the real ones are in grader/mistakes/formulas.
std::vector<FormulaValue> rnn_values(const Case& the_case, const Tensors& upstream) {
  const Tensor h = find_op("rnn_step")->start(the_case).outputs.at("next_h");
  return {{"1 - next_h^2", {"N", "H"}, each(h, [](double z) { return 1.0 - z * z; })},
          {"1 - next_h", {"N", "H"}, each(h, [](double z) { return 1.0 - z; })},
          {"next_h", {"N", "H"}, h},
          {"dnext_h", {"N", "H"}, upstream.at("next_h")}};
}

std::vector<FormulaValue> lstm_values(const Case& the_case, const Tensors&) {
  const Tensor c = find_op("lstm_step")->start(the_case).outputs.at("next_c");
  return {{"1 - tanh^2", {"N", "H"}, each(c, [](double x) { return 1.0 - std::pow(std::tanh(x), 2.0); })},
          {"1 - tanh", {"N", "H"}, each(c, [](double x) { return 1.0 - std::tanh(x); })},
          {"prev_c", {"N", "H"}, the_case.inputs.at("prev_c")},
          {"prev_h", {"N", "H"}, the_case.inputs.at("prev_h")}};
}

void register_formulas() {
  static const FormulaRegistration rnn{
      "rnn_step",
      {.values = rnn_values, .products = {{.of = {"wx", "wh", "b"}, .factors = {"1 - next_h^2"}}}}};
  static const FormulaRegistration lstm{
      "lstm_step",
      {.values = lstm_values,
       .products = {{.of = {"prev_c"}, .through = "next_h", .factors = {"1 - tanh^2"}},
                    {.of = {"wx", "wh", "b"}, .part = "f", .factors = {"prev_c"}}}}};
}

Finding of(const std::string& op, const std::string& gradient, const ChangeGradient& change) {
  register_formulas();
  return finding_of(op, gradient, change);
}

Tensors only_row(Tensors upstream, std::size_t row) {
  for (auto& [name, tensor] : upstream) {
    const std::size_t width = tensor.values.size() / tensor.shape.front();
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      if (i / width != row) tensor.values[i] = 0.0;
    }
  }
  return upstream;
}

// Multiplies each row's share of a weight's gradient by a number for each unit, in the units of one gate.
ChangeGradient each_row_times(
    const std::string& op, const std::string& gradient, std::size_t gates, std::size_t gate,
    const std::function<double(const Case&, std::size_t row, std::size_t unit)>& factor) {
  return [=](Tensor& result, const Case& the_case, const Tensors& upstream) {
    const Instance instance = find_op(op)->start(the_case);
    const std::size_t H = upstream.at("next_h").shape[1];
    for (std::size_t row = 0; row < upstream.at("next_h").shape[0]; ++row) {
      const Tensor share = instance.backward(only_row(upstream, row)).at(gradient);
      for (std::size_t i = 0; i < result.values.size(); ++i) {
        const std::size_t column = i % (gates * H);
        if (column / H != gate) continue;
        result.values[i] += share.values[i] * (factor(the_case, row, column % H) - 1.0);
      }
    }
  };
}

// Returns 1 - next_h^2 as the layer works it out, and 1 where that is 0: there the factor has taken with it
// what the others are.
double slope_of(double h) { return 1.0 - h * h == 0.0 ? 1.0 : 1.0 - h * h; }

double next_h_of(const Case& the_case, std::size_t row, std::size_t unit) {
  const Tensor h = find_op("rnn_step")->start(the_case).outputs.at("next_h");
  return h.values[row * h.shape[1] + unit];
}

TEST(ChangedFactor, IsLeftOut) {
  const auto without = [](const Case& the_case, std::size_t row, std::size_t unit) {
    return 1.0 / slope_of(next_h_of(the_case, row, unit));
  };
  for (const std::string gradient : {"wx", "wh", "b"}) {
    EXPECT_THAT(of("rnn_step", gradient, each_row_times("rnn_step", gradient, 1, 0, without)).explanation,
                HasSubstr("Your d" + gradient + " is what it would be without the factor 1 - next_h^2."));
  }
}

TEST(ChangedFactor, IsAnotherValue) {
  const auto other = [](const Case& the_case, std::size_t row, std::size_t unit) {
    const double h = next_h_of(the_case, row, unit);
    return (1.0 - h) / slope_of(h);
  };
  EXPECT_THAT(of("rnn_step", "wx", each_row_times("rnn_step", "wx", 1, 0, other)).explanation,
              HasSubstr("Your dwx is what it would be with 1 - next_h in the place of 1 - next_h^2."));
}

TEST(ChangedFactor, ComesBesides) {
  EXPECT_THAT(of("rnn_step", "wx", each_row_times("rnn_step", "wx", 1, 0, next_h_of)).explanation,
              HasSubstr("Your dwx is what it would be with the factor next_h besides."));
}

// A factor that is none of the formula's values, and one of them in some cases only.
TEST(ChangedFactor, IsNotNamedWhereItExplainsNotAllCases) {
  const auto unknown = [](const Case& the_case, std::size_t row, std::size_t unit) {
    return 2.0 + next_h_of(the_case, row, unit);
  };
  const auto sometimes = [](const Case& the_case, std::size_t row, std::size_t unit) {
    const double h = next_h_of(the_case, row, unit);
    return the_case.inputs.at("x").shape[0] == 1 ? 2.0 + h : h;
  };
  EXPECT_THAT(of("rnn_step", "wx", each_row_times("rnn_step", "wx", 1, 0, unknown)).explanation,
              Not(HasSubstr("what it would be")));
  EXPECT_THAT(of("rnn_step", "wx", each_row_times("rnn_step", "wx", 1, 0, sometimes)).explanation,
              Not(HasSubstr("what it would be")));
}

TEST(ChangedFactor, IsOfOneGate) {
  const auto prev_h = [](const Case& the_case, std::size_t row, std::size_t unit) {
    const std::size_t i = row * the_case.inputs.at("prev_h").shape[1] + unit;
    const double c = the_case.inputs.at("prev_c").values[i];
    return c == 0.0 ? 1.0 : the_case.inputs.at("prev_h").values[i] / c;
  };
  EXPECT_EQ(
      of("lstm_step", "b", each_row_times("lstm_step", "b", 4, 1, prev_h)).explanation,
      " db is right except in the part of f (i, f, o, g lie side by side in it). In the part of f, your "
      "db is what it would be with prev_h in the place of prev_c.");
}

TEST(ChangedFactor, IsOnTheWayFromOneOutput) {
  const ChangeGradient on_one_way = [](Tensor& result, const Case& the_case, const Tensors& upstream) {
    const Instance instance = find_op("lstm_step")->start(the_case);
    Tensors through_h = upstream;
    for (double& value : through_h.at("next_c").values) value = 0.0;
    const Tensor share = instance.backward(through_h).at("prev_c");
    for (std::size_t i = 0; i < result.values.size(); ++i) {
      const double more = 1.0 / (1.0 + std::tanh(instance.outputs.at("next_c").values[i])) - 1.0;
      result.values[i] += share.values[i] * more;
    }
  };
  EXPECT_THAT(of("lstm_step", "prev_c", on_one_way).explanation,
              HasSubstr("Your dprev_c is what it would be with 1 - tanh in the place of 1 - tanh^2, in what "
                        "comes from dnext_h."));
}

}  // namespace
}  // namespace grader
