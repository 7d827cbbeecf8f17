// An op, explained line by line. Copy it to grader/ops/layers/NAME.cpp and change each line.
//
// It is compiled into the tests only, which treat it like any other op. So it stays correct, and no
// assignment grades it. Its layer is at the end of this file; other layers have a header and a solution.
#include <backprop/tensor.hpp>

#include "grader/ops/call.hpp"

namespace backprop {

// The declarations that <backprop/example.hpp> would contain: soft thresholding.
//
//     out = scale * (x - limit) for x > limit,   scale * (x + limit) for x < -limit,   0 in between
struct ExampleCache {
  Matrix x;      // (N, D)
  Vector scale;  // (D)
  double limit;
};
struct ExampleGradients {
  Matrix dx;      // (N, D)
  Vector dscale;  // (D)
};
Forward<Matrix, ExampleCache> example_forward(const Matrix& x, const Vector& scale, double limit);
ExampleGradients example_backward(const Matrix& dout, const ExampleCache& cache);

}  // namespace backprop

// The layer's name appears only here. It refers to backprop::example_forward and backprop::example_backward,
// which are called according to their signatures. For a function without a backward pass, write
// BACKPROP_FUNCTION.
BACKPROP_LAYER(example)

namespace grader {
namespace {

// Everything needed to call the layer. A worker contains this half.
Layer layer() {
  return {
      // One line for `grader ops`.
      .summary = "out = x moved towards 0 by limit, times scale",
      // The inputs in the order of the forward pass's parameters, each with its shape. The same letter means
      // the same size everywhere. An input without a gradient is fixed("x", ...), and labels are
      // integers("y", {"N"}, "C").
      .inputs = {{"x", {"N", "D"}}, {"scale", {"D"}}},
      // The numbers among the parameters, in their order: what they mean, the smallest value and the largest.
      .attributes = {{"limit", "what is cut off on either side of 0", 0.0, 1e6}},
      // The results of the forward pass. The backward pass takes one upstream gradient for each. It returns
      // one gradient for each differentiable input, in their order.
      .outputs = {{"out", {"N", "D"}}}};
}

// The rest belongs to the grader. None of it reaches a worker or a kit: everything that the call needs comes
// before the end of layer().

// Samples a case of a probe. Leave it out when every input may be random normals of the probe's scale, and
// any labels will do.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.d};
  // Make a regime on purpose when chance does not reach it. Here x is on, inside and outside the limits.
  Tensor x = probe.id == "at-kink" ? random_choice(rng, shape, {-2, -0.5, 0, 0.5, 2})
                                   : random_normal(rng, shape, probe.scale);
  // Scales of both signs, none near 0 or 1, so that a missing factor shows.
  Tensor scale = random_choice(rng, {probe.d}, {-2.5, -1.75, 0.4, 1.75, 2.5});
  return {{{"x", std::move(x)}, {"scale", std::move(scale)}}, {{"limit", 0.5}}};
}

// Returns one number for each place where the layer chooses a branch. Its sign is the choice. No difference
// quotient is taken across a change of sign. It is needed when the gradient jumps, or when the slope of the
// gradient does, as with |x|.
std::vector<double> beyond_the_limits(const Case& the_case) {
  const double limit = the_case.attributes.at("limit");
  std::vector<double> result;
  for (const double x : the_case.inputs.at("x").values) {
    result.push_back(x - limit);
    result.push_back(x + limit);
  }
  return result;
}

// On a kink, every value between the gradients of the two sides is right. Returns the cases on those sides.
// Leave it out when the gradient does not jump.
std::vector<Case> nudged_off_the_limits(const Case& the_case) {
  std::vector<Case> nudged(2, the_case);
  for (double& x : nudged[0].inputs.at("x").values) x += 1e-13;
  for (double& x : nudged[1].inputs.at("x").values) x -= 1e-13;
  return nudged;
}

// Values that somebody has published, or that simple arithmetic gives. The reference is checked against them.
KnownAnswer by_hand() {
  return {.source = "3 * (2 - 0.5) and -1 * (-4 + 0.5)",
          .inputs = {{"x", {{1, 2}, {2, -4}}}, {"scale", {{2}, {3, -1}}}},
          .attributes = {{"limit", 0.5}},
          .outputs = {{"out", {{1, 2}, {4.5, 3.5}}}},
          .upstream = {{"out", {{1, 2}, {10, 100}}}},
          .gradients = {{"x", {{1, 2}, {30, -100}}}, {"scale", {{2}, {15, -350}}}}};
}

Probing probing() {
  // The standard probes have three scales, a batch of one, and tall and wide shapes. Add one for each regime
  // in which the layer could be wrong and nowhere else: a mistake that no probe reaches gets full points.
  return {.probes = standard_probes_and({{.id = "at-kink", .n = 5, .d = 6, .m = 3}}),
          .sample = sample,
          .switches = beyond_the_limits,
          .nudges = nudged_off_the_limits,
          .known_answers = {by_hand()}};
}

}  // namespace
}  // namespace grader

// The layer itself. For other layers this is the solution.
namespace backprop {

namespace {

Matrix shrunk(const Matrix& x, double limit) {
  Matrix result = x;
  for (double& value : result) value = value > limit ? value - limit : value < -limit ? value + limit : 0.0;
  return result;
}

}  // namespace

Forward<Matrix, ExampleCache> example_forward(const Matrix& x, const Vector& scale, double limit) {
  const Matrix out = shrunk(x, limit) * as_row(scale);
  return {out, {x, scale, limit}};
}

ExampleGradients example_backward(const Matrix& dout, const ExampleCache& cache) {
  Matrix dx = dout * as_row(cache.scale);
  for (std::size_t i = 0; i < dx.size(); ++i) {
    if (!(std::abs(cache.x.flat(i)) > cache.limit)) dx.flat(i) = 0.0;
  }
  return {dx, sum(dout * shrunk(cache.x, cache.limit), 0)};
}

}  // namespace backprop
