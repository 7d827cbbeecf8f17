#include <backprop/huber_loss.hpp>
#include <cmath>

#include "grader/ops/registry.hpp"
#include "grader/ops/layers/td_errors.hpp"

namespace grader {

namespace {

// Within 0.1 of delta on both sides, close to 0, and far out.
std::vector<double> telling_errors(double delta) {
  std::vector<double> result;
  for (const double size : {0.1, 0.3, 0.5, 1.0, delta - 0.1, delta + 0.1, 3.0 * delta}) {
    if (size == delta) continue;  // has a probe of its own
    result.push_back(size);
    result.push_back(-size);
  }
  return result;
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  double delta = std::vector<double>{0.5, 1.0, 2.0}[rng.index(3)];
  if (probe.id == "delta-half") delta = 0.5;
  if (probe.id == "delta-one") delta = 1.0;
  if (probe.id == "delta-two") delta = 2.0;
  const Shape shape = {probe.n};
  const Tensor errors = probe.id.starts_with("delta-") ? random_choice(rng, shape, telling_errors(delta))
                        : probe.id == "at-delta" ? random_choice(rng, shape, {-delta, delta, -3.0, 0.0, 0.25})
                                                 : random_normal(rng, shape, 2.0 * probe.scale);
  return {sample_errors(rng, errors), {{"delta", delta}}, {}};
}

// The gradient has no jump, but its slope has: no stencil may straddle |error| = delta.
std::vector<double> beyond_delta(const Case& the_case) {
  std::vector<double> result = td_errors(the_case);
  for (double& error : result) error = std::abs(error) - the_case.attributes.at("delta");
  return result;
}

Op huber_loss() {
  return {
      .name = "huber_loss",
      .summary = "Huber loss of target - q, averaged over the batch",
      .inputs = td_error_inputs(),
      .attributes = {{"delta", "where the parabola ends", 1e-3, 1e6}},
      .outputs = {{"loss", {}}},
      .functions = {"huber_loss_forward", "huber_loss_backward"},
      .start =
          [](const Case& the_case) {
            const double delta = the_case.attributes.at("delta");
            return run_layer(
                the_case, "loss",
                [delta](Arguments& in) {
                  return backprop::huber_loss_forward(in.vector("q"), in.vector("target"), delta);
                },
                [](Arguments& upstream, const backprop::HuberLossCache& cache) -> Tensors {
                  return {{"q", from_xtensor(backprop::huber_loss_backward(upstream.number("loss"), cache))}};
                });
          },
      .probes = standard_probes_and({{.id = "delta-half", .n = 12, .d = 2, .m = 3},
                                     {.id = "delta-one", .n = 11, .d = 2, .m = 3},
                                     {.id = "delta-two", .n = 13, .d = 2, .m = 3},
                                     {.id = "at-delta", .n = 10, .d = 2, .m = 3}}),
      .sample = sample,
      .switches = beyond_delta,
      .nudges = {},
  };
}

}  // namespace

}  // namespace grader

BACKPROP_REGISTER_OP(huber_loss, grader::huber_loss())
