#include "grader/circuits/circuit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <backprop/batchnorm.hpp>

#include <cmath>
#include <map>
#include <stdexcept>

#include "grader/base/files.hpp"
#include "grader/circuits/handout_numbers.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

Circuit two_gates() {
  return {"A <circuit>",
          {{"a", "a", 0, 0}, {"copy", "", 1, 0}, {"b", "max", 2, 0}},
          {{"w", "a", "copy", 1.5, -2}, {"v", "copy", "b", 1.5, 0.25}}};
}

TEST(Circuit, HasItsValuesGradientsAndNodes) {
  const std::string svg = circuit_svg(two_gates());
  EXPECT_THAT(svg, HasSubstr(">w = 1.5</text>"));
  EXPECT_THAT(svg, HasSubstr("<text class=\"gradient\" x=\"112.0\" y=\"63.0\">dw = -2</text>"));
  EXPECT_THAT(svg, HasSubstr(">max</text>"));
  EXPECT_THAT(svg, HasSubstr("<circle"));
  EXPECT_THAT(svg, HasSubstr("aria-label=\"A &lt;circuit>\""));
}

TEST(Circuit, WithAWireToNowhereIsNotDrawn) {
  Circuit circuit = two_gates();
  circuit.wires.back().to = "nowhere";
  EXPECT_THROW(circuit_svg(circuit), std::logic_error);
}

// A drawing shows four digits.
void expect_shown(double drawn, double reference, const std::string& wire) {
  EXPECT_LE(std::abs(drawn - reference), 1e-5 * std::abs(reference) + 1e-12) << wire;
}

TEST(HandoutDrawings, SevenGatesHaveTheSlopesOfTheirValues) {
  const auto out = [](double x, double y, double z) { return values_of_seven_gates(x, y, z).at("out"); };
  constexpr double kStep = 1e-6;
  const auto slope = [&](double dx, double dy, double dz) {
    return (out(3 + kStep * dx, 2 + kStep * dy, -1 + kStep * dz) -
            out(3 - kStep * dx, 2 - kStep * dy, -1 - kStep * dz)) /
           (2 * kStep);
  };
  const WireNumbers numbers = numbers_of_seven_gates();
  const auto& g = numbers.gradients;
  const auto& v = numbers.values;
  expect_shown(g.at("x"), slope(1, 0, 0), "x");
  expect_shown(g.at("y"), slope(0, 1, 0), "y");
  expect_shown(g.at("z"), slope(0, 0, 1), "z");
  // And every gate keeps its rule.
  EXPECT_EQ(g.at("q"), g.at("out") * 2 * v.at("q"));
  EXPECT_EQ(g.at("m"), g.at("q") * v.at("s2"));
  EXPECT_EQ(g.at("s2"), g.at("q") * v.at("m"));
  EXPECT_GT(v.at("p"), v.at("s1"));
  EXPECT_EQ(g.at("p"), g.at("m"));
  EXPECT_EQ(g.at("s1"), 0);
  EXPECT_EQ(g.at("s"), g.at("s1") + g.at("s2"));
  EXPECT_EQ(g.at("x"), g.at("p") * v.at("y1"));
  EXPECT_EQ(g.at("y1"), g.at("p") * v.at("x"));
  EXPECT_EQ(g.at("y2"), g.at("s"));
  EXPECT_EQ(g.at("z"), g.at("s"));
  EXPECT_EQ(g.at("y"), g.at("y1") + g.at("y2"));
}

TEST(HandoutDrawings, BatchNormalisationIsTheReferences) {
  using backprop::Matrix;
  using backprop::Vector;
  backprop::BatchnormParam param;
  const auto [out, cache] =
      backprop::batchnorm_forward(Matrix{{1.0}, {3.0}, {8.0}}, Vector{2.0}, Vector{0.5}, param);
  const backprop::BatchnormSteps d = backprop::batchnorm_backward(Matrix{{1.0}, {-2.0}, {0.5}}, cache);
  const std::map<std::string, double> values = {{"xmu", cache.xmu(0, 0)}, {"sqrtvar", cache.sqrtvar(0)},
                                                {"ivar", cache.ivar(0)},  {"xhat", cache.xhat(0, 0)},
                                                {"out", out(0, 0)},       {"mu", 1.0 - cache.xmu(0, 0)}};
  const std::map<std::string, double> gradients = {
      {"mu", d.dmu(0)},       {"x@mu", d.dmu(0) / 3},     {"x@xmu", d.dxmu(0, 0)}, {"sq", d.dsq(0, 0)},
      {"var", d.dvar(0)},     {"sqrtvar", d.dsqrtvar(0)}, {"ivar", d.divar(0)},    {"xhat", d.dxhat(0, 0)},
      {"gamma", d.dgamma(0)}, {"beta", d.dbeta(0)}};
  const WireNumbers numbers = numbers_of_batchnorm();
  for (const auto& [wire, value] : values) expect_shown(numbers.values.at(wire), value, wire);
  for (const auto& [wire, gradient] : gradients) expect_shown(numbers.gradients.at(wire), gradient, wire);
  // What comes back on two wires adds up.
  const auto& g = numbers.gradients;
  expect_shown(g.at("x@mu") + g.at("x@xmu"), d.dx(0, 0), "x");
  expect_shown(g.at("xmu@sq") + g.at("xmu@xhat"), d.dxmu(0, 0), "xmu");
}

TEST(HandoutDrawings, AreDrawnByThisCode) {
  EXPECT_EQ(read_file(SOURCE_ROOT "/assignments/a1-gates/circuit.svg"),
            circuit_svg(seven_gates(numbers_of_seven_gates())))
      << "run make drawings";
  EXPECT_EQ(read_file(SOURCE_ROOT "/assignments/a2-depth/batchnorm_graph.svg"),
            circuit_svg(batchnorm_graph(numbers_of_batchnorm())))
      << "run make drawings";
}

}  // namespace
}  // namespace grader
