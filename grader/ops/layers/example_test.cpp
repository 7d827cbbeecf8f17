// An op, explained line by line. Copy it to grader/ops/layers/NAME.cpp and change each line.
//
// It is compiled into the tests alone, which treat it as any other op: so it stays right, and no assignment
// grades it. Its layer, which is elsewhere a header and a solution, is at the end of this file.
#include <backprop/tensor.hpp>

#include "grader/ops/call.hpp"

namespace backprop {

// What <backprop/example.hpp> would declare: soft thresholding.
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

// The layer's name, here and nowhere else. It stands for backprop::example_forward and
// backprop::example_backward, which are called by their signatures. A function without a backward pass is a
// BACKPROP_FUNCTION.
BACKPROP_LAYER(example)

namespace grader {
namespace {

// What it takes to call the layer. A worker has this half.
Layer layer() {
  return {
      // One line for `grader ops`.
      .summary = "out = x moved towards 0 by limit, times scale",
      // In the order of the forward pass's parameters, each with its shape. The same letter is the same size
      // everywhere. An input without a gradient is fixed("x", ...), and labels are integers("y", {"N"}, "C").
      .inputs = {{"x", {"N", "D"}}, {"scale", {"D"}}},
      // The numbers among the parameters, in their order, with what they mean, the least value and the
      // largest.
      .attributes = {{"limit", "what is cut off on either side of 0", 0.0, 1e6}},
      // What the forward pass returns. The backward pass takes one upstream gradient for each, and returns
      // one gradient for each differentiable input, in their order.
      .outputs = {{"out", {"N", "D"}}}};
}

// The rest is the grader's alone: none of it reaches a worker.

// A case of a probe. Leave it out where random normals of the probe's scale will do for every input and
// labels are any.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.d};
  // A regime that chance does not reach is made on purpose: here x on, inside and outside of the limits.
  Tensor x = probe.id == "at-kink" ? random_choice(rng, shape, {-2, -0.5, 0, 0.5, 2})
                                   : random_normal(rng, shape, probe.scale);
  // Scales of either sign, none of them near 0 or 1: a factor that is left out has to show.
  Tensor scale = random_choice(rng, {probe.d}, {-2.5, -1.75, 0.4, 1.75, 2.5});
  return {{{"x", std::move(x)}, {"scale", std::move(scale)}}, {{"limit", 0.5}}};
}

// One number for each place where the layer decides between branches; its sign is the decision. No difference
// quotient is taken across a change of sign. Needed wherever the gradient jumps, or the slope of the gradient
// does, as with |x|.
std::vector<double> beyond_the_limits(const Case& the_case) {
  const double limit = the_case.attributes.at("limit");
  std::vector<double> result;
  for (const double x : the_case.inputs.at("x").values) {
    result.push_back(x - limit);
    result.push_back(x + limit);
  }
  return result;
}

// On a kink whatever lies between the gradients on its two sides is right. These are the cases on those
// sides. Leave it out where the gradient does not jump.
std::vector<Case> nudged_off_the_limits(const Case& the_case) {
  std::vector<Case> nudged(2, the_case);
  for (double& x : nudged[0].inputs.at("x").values) x += 1e-13;
  for (double& x : nudged[1].inputs.at("x").values) x -= 1e-13;
  return nudged;
}

// Values that somebody has published, or that a line of arithmetic gives: the reference is held against them.
KnownAnswer by_hand() {
  return {.source = "3 * (2 - 0.5) and -1 * (-4 + 0.5)",
          .inputs = {{"x", {{1, 2}, {2, -4}}}, {"scale", {{2}, {3, -1}}}},
          .attributes = {{"limit", 0.5}},
          .outputs = {{"out", {{1, 2}, {4.5, 3.5}}}},
          .upstream = {{"out", {{1, 2}, {10, 100}}}},
          .gradients = {{"x", {{1, 2}, {30, -100}}}, {"scale", {{2}, {15, -350}}}}};
}

Probing probing() {
  // The standard probes have three scales, a batch of one, tall and wide shapes. A further one for each
  // regime in which the layer could be wrong and nowhere else: a mistake that no probe reaches is a mistake
  // that passes.
  return {.probes = standard_probes_and({{.id = "at-kink", .n = 5, .d = 6, .m = 3}}),
          .sample = sample,
          .switches = beyond_the_limits,
          .nudges = nudged_off_the_limits,
          .known_answers = {by_hand()}};
}

}  // namespace
}  // namespace grader

// The layer itself: elsewhere the solution.
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
