#include <backprop/softmax_loss.hpp>
#include <cmath>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(softmax_loss)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "softmax and cross-entropy, averaged over the batch",
          .inputs = {{"x", {"N", "C"}}, integers("y", {"N"}, "C")},
          .outputs = {{"loss", {}}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Shape shape = {probe.n, probe.m};
  const Tensor x = probe.id == "extreme" ? random_choice(rng, shape, extreme_scores(probe))
                                         : random_normal(rng, shape, probe.scale);
  return {{{"x", x}, {"y", random_labels(rng, probe.n, probe.m)}}, {}, {}};
}

Probing probing() {
  return {
      .probes = standard_probes_and({{.id = "extreme", .n = 6, .d = 3, .m = 4}}),
      .sample = sample,
      .known_answers = {{.source = "the probabilities of (0, log 3) are 1/4 and 3/4; the label is the first",
                         .inputs = {{"x", {{1, 2}, {0, std::log(3.0)}}}, {"y", {{1}, {0}}}},
                         .outputs = {{"loss", Tensor::scalar(std::log(4.0))}},
                         .upstream = {{"loss", Tensor::scalar(4)}},
                         .gradients = {{"x", {{1, 2}, {-3, 3}}}}}}};
}

}  // namespace
}  // namespace grader
