#include <algorithm>
#include <backprop/circuit.hpp>
#include <cmath>

#include "grader/ops/layers/circuit_case.hpp"

BACKPROP_LAYER_BY_HAND(circuit)

namespace grader {
namespace {

Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  const auto [out, cache] =
      backprop::circuit_forward(inputs->number("x"), inputs->number("y"), inputs->number("z"));
  return instance_of(std::move(inputs), {{"out", Tensor::scalar(out)}}, [kept = cache](Arguments& upstream) {
    return circuit_gradients(backprop::circuit_backward(upstream.number("out"), kept));
  });
}

Layer layer() {
  return {
      .summary = "seven gates with one number on each wire; backward wire by wire",
      .inputs = {{"x", {}}, {"y", {}}, {"z", {}}},
      .outputs = {{"out", {}}},
      .nodes = {{"q", {}}, {"m", {}}, {"s2", {}}, {"p", {}}, {"s1", {}}, {"s", {}}, {"y1", {}}, {"y2", {}}},
      .chain = {{"q"}, {"m", "s2"}, {"p", "s1"}, {"s"}, {"x", "y1", "y2", "z"}, {"y"}}};
}

Case with_inputs(double x, double y, double z) {
  return {{{"x", Tensor::scalar(x)}, {"y", Tensor::scalar(y)}, {"z", Tensor::scalar(z)}}};
}

// Returns a case in which p is above s by `lead`, or below it when that is negative.
Case with_lead(double x, double y, double lead) { return with_inputs(x, y, x * y - y - lead); }

// Returns half to one and a half times `scale`.
double magnitude(backprop::Rng& rng, double scale) { return scale * (0.5 + rng.uniform()); }

double with_random_sign(backprop::Rng& rng, double value) { return rng.uniform() < 0.5 ? -value : value; }

// One input is 0, or the sum s, or everything.
Case zeros_case(double x, double y, double z, std::size_t index) {
  const Case cases[] = {with_inputs(0, y, z), with_inputs(x, 0, z), with_inputs(x, y, 0),
                        with_inputs(x, y, -y), with_inputs(0, 0, 0)};
  return cases[index];
}

// p equals s to the last bit: at 4, at -3, at -2 and at 0.
Case tie_case(std::size_t index) {
  const Case cases[] = {with_inputs(2, 2, 2), with_inputs(-1.5, 2, -5), with_inputs(0.5, -4, 2),
                        with_inputs(0, 3, -3)};
  return cases[index];
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const double x = magnitude(rng, probe.scale);
  const double y = magnitude(rng, probe.scale);
  const double z = magnitude(rng, probe.scale);
  const auto signed_by = [&](double value, std::size_t bit) {
    return (probe.index >> bit) % 2 == 0 ? value : -value;
  };
  if (probe.id == "signs") return with_inputs(signed_by(x, 0), signed_by(y, 1), signed_by(z, 2));
  if (probe.id == "zeros") return zeros_case(x, y, z, probe.index);
  if (probe.id == "tie") return tie_case(probe.index);
  if (probe.id == "beside-tie") {
    const double leads[] = {1e-4, 1e-7, 1e-10, 1e-12};
    return with_lead(x, signed_by(y, 1), signed_by(leads[probe.index / 2], 0));
  }
  if (probe.id == "equal-inputs") {
    const double values[] = {3, 0.5, -2};
    return with_inputs(values[probe.index], values[probe.index], values[probe.index]);
  }
  if (probe.id == "tiny" || probe.id == "huge") return with_inputs(signed_by(x, 0), y, z);
  if (probe.id == "one-huge") {
    const double large = 1e6;
    return with_inputs(probe.index == 0 ? large * x : x, probe.index == 1 ? large * y : y,
                       probe.index == 2 ? large * z : z);
  }
  const double lead = signed_by(magnitude(rng, probe.scale), 0);
  const double signed_x = with_random_sign(rng, x);
  return with_lead(signed_x, with_random_sign(rng, y), lead);
}

// By how much the maximum's first input is above its second.
std::vector<double> lead_of_p(const Case& the_case) {
  const auto number = [&](const char* name) { return the_case.inputs.at(name).values.front(); };
  return {number("x") * number("y") - (number("y") + number("z"))};
}

// Enough to leave every tie here, and too little to change what is right on either side of it: the tolerance
// of a gradient that the reference has as 0 is absolute.
constexpr double kNudge = 1e-15;

// Where y is so large that z is nothing beside it, z has to move by a part of y.
Case with_z_moved(Case the_case, double by) {
  const double y = the_case.inputs.at("y").values.front();
  the_case.inputs.at("z").values.front() += by * std::max(1.0, std::abs(y));
  return the_case;
}

KnownAnswer known(std::string source, Tensors inputs, double out, const backprop::CircuitSteps& steps) {
  return {.source = std::move(source),
          .inputs = std::move(inputs),
          .outputs = {{"out", Tensor::scalar(out)}},
          .upstream = {{"out", Tensor::scalar(1)}},
          .gradients = circuit_gradients(steps)};
}

Probing probing() {
  return {.probes = {{.id = "unit", .scale = 1.0, .cases = 4},
                     {.id = "small", .scale = 0.05},
                     {.id = "large", .scale = 4.0},
                     {.id = "signs", .cases = 8},
                     {.id = "zeros", .cases = 5},
                     {.id = "tie", .cases = 4},
                     {.id = "beside-tie", .cases = 8},
                     {.id = "equal-inputs", .cases = 3},
                     {.id = "tiny", .scale = 1e-120},
                     {.id = "huge", .scale = 1e45},
                     {.id = "one-huge", .cases = 3}},
          .sample = sample,
          .switches = lead_of_p,
          .nudges =
              [](const Case& the_case) {
                return std::vector<Case>{with_z_moved(the_case, kNudge), with_z_moved(the_case, -kNudge)};
              },
          .known_answers = {
              known("the drawing of the first handout, (x y (y + z))^2 while x y is the larger one",
                    {{"x", Tensor::scalar(3)}, {"y", Tensor::scalar(2)}, {"z", Tensor::scalar(-1)}}, 36,
                    {.dq = 12,
                     .dm = 12,
                     .ds2 = 72,
                     .dp = 12,
                     .ds1 = 0,
                     .ds = 72,
                     .dx = 24,
                     .dy1 = 36,
                     .dy2 = 72,
                     .dz = 72,
                     .dy = 108}),
              known("(y + z)^4 while y + z is the larger one, with the slope 4 (y + z)^3",
                    {{"x", Tensor::scalar(1)}, {"y", Tensor::scalar(1)}, {"z", Tensor::scalar(2)}}, 81,
                    {.dq = 18,
                     .dm = 54,
                     .ds2 = 54,
                     .dp = 0,
                     .ds1 = 54,
                     .ds = 108,
                     .dx = 0,
                     .dy1 = 0,
                     .dy2 = 108,
                     .dz = 108,
                     .dy = 108})}};
}

}  // namespace
}  // namespace grader
