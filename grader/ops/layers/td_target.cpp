#include <backprop/td_target.hpp>
#include <cmath>

#include "grader/ops/call.hpp"

BACKPROP_FUNCTION(td_target)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "target = reward + gamma max_a q_next, and the reward alone after a last step",
          .inputs = {fixed("reward", {"N"}), fixed("q_next", {"N", "A"}), integers("done", {"N"})},
          .attributes = {{"gamma", "discount of what comes later", 0.0, 1.0}},
          .outputs = {{"target", {"N"}}}};
}

// Illegal actions are masked by numbers that no maximum can be. The first row has one legal action, the next
// one more, until all of them are legal. Those episodes go on.
[[gnu::noinline]] void mask_illegal_actions(backprop::Rng& rng, const Probe& probe, Tensor& q_next,
                                            Tensor& done) {
  if (probe.id != "illegal-action") return;
  const double masked = probe.index == 0 ? -1e18 : -1e30;
  for (std::size_t n = 0; n < probe.n; ++n) {
    const std::size_t first = rng.index(probe.m);
    const std::size_t legal = 1 + n % probe.m;
    for (std::size_t a = legal; a < probe.m; ++a) q_next.values[n * probe.m + (first + a) % probe.m] = masked;
    if (n < probe.m) done.values[n] = 0.0;
  }
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensor q_next = random_normal(rng, {probe.n, probe.m}, probe.scale);
  if (probe.id == "ties") q_next = random_choice(rng, q_next.shape, {-2, 0.5, 1.25});
  if (probe.id == "all-negative") {
    // A maximum that starts at 0, or at some number that looks small enough, is too large here.
    const double top = probe.index == 0 ? -1.0 : -1e9;
    for (double& value : q_next.values) value = top * (1.0 + 0.01 * std::abs(value));
  }
  Tensor done = random_labels(rng, probe.n, 2);
  if (probe.id == "terminal") done = Tensor::filled({probe.n}, 1.0);
  if (probe.id == "going-on") done = Tensor::filled({probe.n}, 0.0);
  mask_illegal_actions(rng, probe, q_next, done);
  return {{{"reward", random_normal(rng, {probe.n}, probe.scale)}, {"q_next", q_next}, {"done", done}},
          {{"gamma", probe.id == "going-on" ? 1.0 : 0.5 + 0.5 * rng.uniform()}},
          {}};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "going-on", .n = 6, .d = 2, .m = 3},
                                         {.id = "terminal", .n = 5, .d = 2, .m = 4},
                                         {.id = "all-negative", .n = 8, .d = 2, .m = 3},
                                         {.id = "ties", .n = 7, .d = 2, .m = 4},
                                         {.id = "illegal-action", .n = 9, .d = 2, .m = 4}}),
          .sample = sample,
          .known_answers = {{.source = "C. J. C. H. Watkins, Learning from delayed rewards, 1989: "
                                       "r + gamma max_a Q(s', a)",
                             .inputs = {{"reward", {{3}, {1, -2, 3}}},
                                        {"q_next", {{3, 2}, {0.5, 2, -4, -8, 100, 200}}},
                                        {"done", {{3}, {0, 0, 1}}}},
                             .attributes = {{"gamma", 0.5}},
                             .outputs = {{"target", {{3}, {2, -4, 3}}}}}}};
}

}  // namespace
}  // namespace grader
