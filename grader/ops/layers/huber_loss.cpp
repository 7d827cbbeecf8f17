#include <backprop/huber_loss.hpp>
#include <cmath>

#include "grader/ops/layers/td_errors.hpp"

BACKPROP_LAYER(huber_loss)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "Huber loss of target - q, averaged over the batch",
          .inputs = td_error_inputs(),
          .attributes = {{"delta", "where the parabola ends", 1e-200, 1e100}},
          .outputs = {{"loss", {}}}};
}

// Returns errors within 0.1 of delta on both sides, close to 0, and far out.
std::vector<double> telling_errors(double delta) {
  std::vector<double> result;
  for (const double size : {0.1, 0.3, 0.5, 1.0, delta - 0.1, delta + 0.1, 3.0 * delta}) {
    if (size == delta) continue;  // another probe covers this
    result.push_back(size);
    result.push_back(-size);
  }
  return result;
}

// The square of this is 0.
constexpr double kTiny = 1e-170;

// In the last case of "tiny-delta" errors and delta are tiny alike, and the gradient of the loss is huge, so
// that products of the two are not.
bool is_tiny_throughout(const Probe& probe) { return probe.id == "tiny-delta" && probe.index == 2; }

void shape_huber_upstream(const Probe& probe, Tensors& upstream) {
  if (!is_tiny_throughout(probe)) return;
  for (double& dloss : upstream.at("loss").values) dloss /= kTiny;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  double delta = std::vector<double>{0.5, 1.0, 2.0}[rng.index(3)];
  if (probe.id == "delta-half") delta = 0.5;
  if (probe.id == "delta-one") delta = 1.0;
  if (probe.id == "delta-two") delta = 2.0;
  // So large that the loss is half the squared error.
  if (probe.id == "large" && probe.index == 1) delta = 1e100;
  const Shape shape = {probe.n};
  if (is_tiny_throughout(probe)) {
    Tensor errors = random_choice(rng, shape, {-3.0, -0.5, 0.2, 0.9, 2.0});
    for (double& error : errors.values) error *= kTiny;
    return {{{"q", Tensor::filled(shape, 0.0)}, {"target", std::move(errors)}}, {{"delta", kTiny}}, {}};
  }
  if (probe.id == "tiny-delta") {
    delta = probe.index == 0 ? 1e-4 : 1e-6;
    return {sample_errors(rng, random_choice(rng, shape, {-3.0, -0.2, 0.1, 1.0})), {{"delta", delta}}, {}};
  }
  if (probe.id == "errors-cancel")
    return {sample_errors(rng, cancelling_errors(rng, probe.n)), {{"delta", delta}}, {}};
  const Tensor errors = probe.id.starts_with("delta-") ? random_choice(rng, shape, telling_errors(delta))
                        : probe.id == "at-delta" ? random_choice(rng, shape, {-delta, delta, -3.0, 0.0, 0.25})
                                                 : random_normal(rng, shape, 2.0 * probe.scale);
  return {sample_errors(rng, errors), {{"delta", delta}}, {}};
}

// The gradient does not jump, but its slope does: no stencil may cross |error| = delta.
std::vector<double> beyond_delta(const Case& the_case) {
  std::vector<double> result = td_errors(the_case);
  for (double& error : result) error = std::abs(error) - the_case.attributes.at("delta");
  return result;
}

KnownAnswer of_one_error(double error, double delta, double loss) {
  return {.source =
              "P. J. Huber, Robust estimation of a location parameter, 1964: rho(t) = 1/2 t^2 for |t| < k, "
              "k |t| - 1/2 k^2 elsewhere",
          .inputs = {{"q", {{1}, {0}}}, {"target", {{1}, {error}}}},
          .attributes = {{"delta", delta}},
          .outputs = {{"loss", Tensor::scalar(loss)}},
          .tolerance = 0.0};
}

KnownAnswer clipped_error() {
  return {.source = "the gradient is the error, clipped to [-delta, delta], times -dloss / N",
          .inputs = {{"q", {{4}, {0, 1, 2, 3}}}, {"target", {{4}, {5, 1.25, -8, 2.5}}}},
          .attributes = {{"delta", 0.5}},
          .upstream = {{"loss", Tensor::scalar(2)}},
          .gradients = {{"q", {{4}, {-0.25, -0.125, 0.25, 0.25}}}}};
}

// 1/2 x^2 where |x| < 1 and |x| - 1/2 elsewhere, for x = -2, -1.75, ..., 1.75.
KnownAnswer sweep() {
  double total = 0.0;
  const Tensor errors = linspace(-2.0, 1.75, {16});
  for (const double x : errors.values) total += std::abs(x) < 1.0 ? 0.5 * x * x : std::abs(x) - 0.5;
  return {.source = "github.com/devsisters/DQN-tensorflow, issue 16",
          .inputs = {{"q", Tensor::filled({16}, 0.0)}, {"target", errors}},
          .attributes = {{"delta", 1.0}},
          .outputs = {{"loss", Tensor::scalar(total / 16.0)}}};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "delta-half", .n = 12, .d = 2, .m = 3},
                                         {.id = "delta-one", .n = 11, .d = 2, .m = 3},
                                         {.id = "delta-two", .n = 13, .d = 2, .m = 3},
                                         {.id = "at-delta", .n = 10, .d = 2, .m = 3},
                                         {.id = "tiny-delta", .n = 8, .d = 2, .m = 3, .cases = 3},
                                         {.id = "errors-cancel", .n = 8, .d = 2, .m = 3, .cases = 2}}),
          .sample = sample,
          .shape_upstream = shape_huber_upstream,
          .switches = beyond_delta,
          .known_answers = {of_one_error(0.5, 1.0, 0.125), of_one_error(2.0, 1.0, 1.5),
                            of_one_error(-3.0, 2.0, 4.0), of_one_error(-3.0, 0.5, 1.375),
                            of_one_error(2.0, 2.0, 2.0), clipped_error(), sweep()}};
}

}  // namespace
}  // namespace grader
