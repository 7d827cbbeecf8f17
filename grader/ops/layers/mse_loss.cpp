#include <backprop/mse_loss.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(mse_loss)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "loss = 1/(N D) sum (x - y)^2",
          .inputs = {{"x", {"N", "D"}}, fixed("y", {"N", "D"})},
          .outputs = {{"loss", {}}}};
}

// The names of probes lie with the functions that use them: see mean_loss_accumulation.cpp.
[[gnu::noinline]] bool do_errors_cancel(const Probe& probe) { return probe.id == "errors-cancel"; }

// Errors that sum to 0 over each two neighbours, though none is 0. Eighths have no rounding.
Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensor x = random_normal(rng, {probe.n, probe.d}, probe.scale);
  Tensor y = random_normal(rng, {probe.n, probe.d}, probe.scale);
  if (do_errors_cancel(probe)) {
    for (std::size_t i = 0; i < x.values.size(); ++i) {
      y.values[i] = static_cast<double>(rng.index(64)) / 8.0 - 4.0;
      x.values[i] = y.values[i] + (i % 2 == 0 ? 1.5 : -1.5);
    }
  }
  return {{{"x", std::move(x)}, {"y", std::move(y)}}};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "errors-cancel", .n = 3, .d = 4, .m = 2, .cases = 2}}),
          .sample = sample,
          .known_answers = {{.source = "(9 + 1) / 2",
                             .inputs = {{"x", {{1, 2}, {4, 1}}}, {"y", {{1, 2}, {1, 2}}}},
                             .outputs = {{"loss", Tensor::scalar(5)}},
                             .upstream = {{"loss", Tensor::scalar(2)}},
                             .gradients = {{"x", {{1, 2}, {6, -2}}}}}}};
}

}  // namespace
}  // namespace grader
