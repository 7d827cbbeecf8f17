#include <backprop/dropout_redraw.hpp>

#include "grader/ops/layers/mask_draws.hpp"

BACKPROP_LAYER_BY_HAND(dropout_redraw)

namespace grader {
namespace {

// The caller's generator shows how far the forward pass has moved it by what it draws next.
Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  backprop::Rng rng(static_cast<std::uint64_t>(the_case.attributes.at("seed")));
  auto [out, cache] =
      backprop::dropout_redraw_forward(inputs->matrix("x"), the_case.attributes.at("keep"), rng);
  Tensors outputs = {{"out", from_xtensor(out)}, {"next_uniform", Tensor::scalar(rng.uniform())}};
  return instance_of(
      std::move(inputs), std::move(outputs),
      [kept = std::make_shared<const backprop::DropoutRedrawCache>(std::move(cache))](
          Arguments& upstream) -> Tensors {
        return {{"x", from_xtensor(backprop::dropout_redraw_backward(upstream.matrix("out"), *kept))}};
      });
}

Layer layer() {
  return {.summary = "out = mask x / keep, with a mask that is drawn once more in the backward pass",
          .inputs = {{"x", {"N", "D"}}},
          .attributes = {{"keep", "probability to keep an element", 1e-3, 1.0},
                         {"seed", "of the generator", 0, 0x1p53, true}},
          .outputs = {{"out", {"N", "D"}}, {"next_uniform", {}, false}}};
}

bool keeps_nothing(const Probe& probe) { return probe.id == "keep-few" && probe.index == 2; }

// Returns a seed. In the last case of "keep-few" its mask keeps nothing.
double sample_seed_of_mask(backprop::Rng& rng, const Probe& probe, double keep) {
  constexpr int kDrawsOfSeeds = 1000;  // more than it takes for the probe's own sizes
  std::size_t seed = rng.index(1u << 20);
  for (int draw = 0; keeps_nothing(probe) && draw < kDrawsOfSeeds; ++draw) {
    backprop::Rng of_mask(seed);
    if (backprop::sum(of_mask.uniform(probe.n, probe.d) < keep) == 0.0) break;
    seed = rng.index(1u << 20);
  }
  return static_cast<double>(seed);
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  if (probe.id == "exactly-keep") {
    const std::size_t seed = rng.index(1u << 20);
    const auto [keep, note] = telling_limit(seed, probe.n * probe.d, probe.index);
    return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
            {{"keep", keep}, {"seed", static_cast<double>(seed)}},
            note};
  }
  if (probe.id == "one-of-few") {
    const auto [seed, limit] = mask_that_drops_one(rng, probe.n * probe.d);
    return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
            {{"keep", limit}, {"seed", static_cast<double>(seed)}},
            "one element is dropped"};
  }
  const double keep = keeps_nothing(probe)     ? 0.01
                      : probe.id == "keep-all" ? 1.0
                      : probe.id == "keep-few" ? 0.2
                                               : 0.4 + 0.5 * rng.uniform();
  return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
          {{"keep", keep}, {"seed", sample_seed_of_mask(rng, probe, keep)}}};
}

Probing probing() {  // known answers: dropout_redraw_test.cpp
  return {.probes = standard_probes_and({{.id = "keep-all", .n = 5, .d = 4, .m = 3},
                                         {.id = "keep-few", .n = 7, .d = 9, .m = 3, .cases = 3},
                                         {.id = "exactly-keep", .n = 4, .d = 6, .m = 3, .cases = 2},
                                         {.id = "one-of-few", .n = 2, .d = 3, .m = 4}}),
          .sample = sample};
}

}  // namespace
}  // namespace grader
