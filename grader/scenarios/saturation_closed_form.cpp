#include <fmt/format.h>
#include <backprop/rng.hpp>

#include <cmath>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/layers.hpp"
#include "grader/scenarios/saturation.hpp"

namespace grader {

namespace saturation_closed_form_part {

// At the last two points tanh lets through a thousandth. At the others it lets through nothing that a double
// could show, so a gradient of 0 would be right.
constexpr double kPoints[] = {-1000, -400, -37, -20, 20, 37, 400, 1000, -4, 4};
// z (1 - z) from a rounded z is off by one rounding of 1. That is all the accuracy that is asked for.
constexpr double kTolerance = 1e-15;

double sigmoid_value(double x) {
  const double e = std::exp(-std::abs(x));
  return x >= 0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
}
double sigmoid_slope(double x) {
  const double e = std::exp(-std::abs(x));
  return e / ((1.0 + e) * (1.0 + e));
}
double tanh_slope(double x) {  // 1 - tanh^2 = 1 / cosh^2, without the cancellation
  const double e = std::exp(-2.0 * std::abs(x));
  return 4.0 * e / ((1.0 + e) * (1.0 + e));
}

struct Gate {
  const char* op;
  double (*value)(double);
  double (*slope)(double);
};
constexpr Gate kGates[] = {{"sigmoid", sigmoid_value, sigmoid_slope},
                           {"tanh", [](double x) { return std::tanh(x); }, tanh_slope}};

Measurements run(Subject& subject, std::uint64_t seed, const Tell&) {
  Measurements result;
  backprop::Rng rng(seed);
  const Tensor x{{2, std::size(kPoints) / 2}, {std::begin(kPoints), std::end(kPoints)}};
  for (const Gate& gate : kGates) {
    LayerCall call(subject, gate.op, {{"x", x}});
    const Tensor upstream = random_normal(rng, x.shape);
    result[std::string(gate.op) + " forward"] = call.output("z", x.shape).values;
    result[std::string(gate.op) + " backward"] = call.backward({{"z", upstream}}).at("x").values;
    result[std::string(gate.op) + " upstream"] = upstream.values;
  }
  return result;
}

PartVerdict judge(const Measurements& student, const Measurements&) {
  for (const Gate& gate : kGates) {
    const std::string name = gate.op;
    for (std::size_t i = 0; i < std::size(kPoints); ++i) {
      const double x = kPoints[i];
      const double z = student.at(name + " forward")[i];
      if (!(std::abs(z - gate.value(x)) <= kTolerance)) {
        return {scenario_fails(fmt::format(
                    "{}_forward at x = {} gives {}, expected {:.17g}: it must neither overflow nor "
                    "lose its digits.",
                    name, x, format_number(z, 17), gate.value(x))),
                {}};
      }
      const double upstream = student.at(name + " upstream")[i];
      const double right = upstream * gate.slope(x);
      const double dx = student.at(name + " backward")[i];
      if (!(std::abs(dx - right) <= kTolerance * (1.0 + std::abs(upstream)))) {
        return {scenario_fails(fmt::format(
                    "{}_backward at x = {} gives {}, expected {:.3g}: a saturated gate lets almost no "
                    "gradient through, and never NaN.",
                    name, x, format_number(dx, 6), right)),
                {}};
      }
    }
  }
  return {Finding::pass(), {}};
}

std::string story(const Measurements& m) {
  const auto passes = [&](const std::string& gate, std::size_t i) {
    return format_number(m.at(gate + " backward")[i] / m.at(gate + " upstream")[i], 2);
  };
  return fmt::format(
      "At x = {0:g} your sigmoid lets {1} of the gradient through, at x = {2:g} {3}, and at x = {4:g} {5}. "
      "Your tanh "
      "lets {6} of it through at x = {0:g} and {7} at x = {2:g}.",
      kPoints[4], passes("sigmoid", 4), kPoints[5], passes("sigmoid", 5), kPoints[6], passes("sigmoid", 6),
      passes("tanh", 4), passes("tanh", 5));
}

std::vector<Question> questions() {
  return {{.id = "steeper-at-4",
           .text =
               "At x = 0 tanh is four times as steep as the sigmoid. Which of them lets more of the gradient "
               "through at x = 4?",
           .measure =
               [](const Measurements& m) {
                 const auto passed = [&](const std::string& gate) {
                   return m.at(gate + " backward").back() / m.at(gate + " upstream").back();
                 };
                 return passed("sigmoid") > passed("tanh") ? 0.0 : 1.0;
               },
           .choices = {"the sigmoid", "tanh"}}};
}

}  // namespace saturation_closed_form_part

ScenarioPart saturation_closed_form() {
  return {"closed-form",
          {"sigmoid", "tanh"},
          {"sigmoid", "tanh"},
          saturation_closed_form_part::run,
          saturation_closed_form_part::judge,
          saturation_closed_form_part::story,
          {},
          saturation_closed_form_part::questions()};
}

}  // namespace grader
