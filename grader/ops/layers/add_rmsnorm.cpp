#include <backprop/add_rmsnorm.hpp>

#include "grader/ops/layers/root_mean_square.hpp"

BACKPROP_LAYER(add_rmsnorm)

namespace grader {
namespace {

Layer layer() {
  const std::vector<std::string> sequences = {"N", "T", "D"};
  return {.summary = "h = x + residual; out = gamma h / sqrt(mean square + eps), each row by itself",
          .inputs = {{"x", sequences}, {"residual", sequences}, {"gamma", {"D"}}},
          .attributes = {root_mean_square_eps()},
          .outputs = {{"out", sequences}, {"h", sequences}}};
}

// x is random, and so is h, which rows are sampled for.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const Tensor rows = sample_rows(rng, probe);
  Tensor residual = rows;
  Tensor x = random_normal(rng, rows.shape, probe.scale);
  for (std::size_t i = 0; i < x.values.size(); ++i) residual.values[i] -= x.values[i];
  // x + residual is exact in the row that is 0, or tiny.
  if (probe.id == "zero-row") {
    for (std::size_t d = 0; d < probe.d; ++d) {
      x.values[d] = 0.25 * static_cast<double>(d + 1);
      residual.values[d] = rows.values[d] - x.values[d];
    }
  }
  return {{{"x", std::move(x)}, {"residual", std::move(residual)}, {"gamma", sample_gamma(rng, probe)}},
          {{"eps", sample_root_mean_square_eps(probe)}}};
}

// In "stream-only" the loss does not see what is normalised, in "norm-only" nothing else.
void shape_upstream(const Probe& probe, Tensors& upstream) {
  if (probe.id == "stream-only") upstream["out"] = Tensor::filled(upstream.at("out").shape, 0.0);
  if (probe.id == "norm-only") upstream["h"] = Tensor::filled(upstream.at("h").shape, 0.0);
}

KnownAnswer sum_by_hand() {
  const Tensor both = {{1, 1, 3}, {-1.76, 10.56, 0.56}};
  return {.source = "h = (8, 2, 2) has the mean square 24, and with eps = 1 the root is 5",
          .inputs = {{"x", {{1, 1, 3}, {5, 3, 1}}},
                     {"residual", {{1, 1, 3}, {3, -1, 1}}},
                     {"gamma", {{3}, {1, 2, -1}}}},
          .attributes = {{"eps", 1}},
          .outputs = {{"out", {{1, 1, 3}, {1.6, 0.8, -0.4}}}, {"h", {{1, 1, 3}, {8, 2, 2}}}},
          .upstream = {{"out", {{1, 1, 3}, {15, 30, -15}}}, {"h", {{1, 1, 3}, {1, 0, -1}}}},
          .gradients = {{"x", both}, {"residual", both}, {"gamma", {{3}, {24, 12, -6}}}}};
}

Probing probing() {
  return {.probes = root_mean_square_probes_and({{.id = "stream-only", .n = 3, .d = 4, .m = 2, .t = 5},
                                                 {.id = "norm-only", .n = 2, .d = 5, .m = 3, .t = 4}}),
          .sample = sample,
          .shape_upstream = shape_upstream,
          .known_answers = {sum_by_hand()}};
}

}  // namespace
}  // namespace grader
