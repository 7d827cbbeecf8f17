#include <backprop/dropout.hpp>

#include "grader/ops/layers/mask_draws.hpp"

BACKPROP_LAYER_BY_HAND(dropout)

namespace grader {
namespace {

// The caller's generator shows how far the forward pass has moved it by what it draws next.
Instance call(const Layer&, const Case& the_case) {
  auto inputs = std::make_shared<Arguments>(the_case.inputs);
  backprop::Rng rng(static_cast<std::uint64_t>(the_case.attributes.at("seed")));
  const bool training = the_case.attributes.at("train") != 0.0;
  auto [out, cache] = backprop::dropout_forward(inputs->matrix("x"), the_case.attributes.at("p"),
                                                training ? backprop::Mode::train : backprop::Mode::test, rng);
  Tensors outputs = {{"out", from_xtensor(out)}, {"next_uniform", Tensor::scalar(rng.uniform())}};
  return instance_of(
      std::move(inputs), std::move(outputs),
      [kept =
           std::make_shared<const backprop::DropoutCache>(std::move(cache))](Arguments& upstream) -> Tensors {
        return {{"x", from_xtensor(backprop::dropout_backward(upstream.matrix("out"), *kept))}};
      });
}

Layer layer() {
  return {
      .summary = "out = x mask, with the mask 1/p with probability p and 0 elsewhere; out = x in test mode",
      .inputs = {{"x", {"N", "D"}}},
      .attributes = {{"p", "probability with which a unit is kept", 1e-3, 1.0},
                     {"train", "1 in training, 0 in test mode", 0, 1, true},
                     {"seed", "of the mask's generator", 0, 0x1p53, true}},
      .outputs = {{"out", {"N", "D"}}, {"next_uniform", {}, false}}};
}

// More than it takes for the probes' own sizes. There may be no such mask for others.
constexpr int kSeedsOfMasks = 1000;

// Returns a seed whose mask keeps some elements and drops some; in the second case of "keep-few" it keeps
// none.
double telling_seed(backprop::Rng& rng, const Probe& probe, double p) {
  const bool none = probe.id == "keep-few" && probe.index == 1;
  std::size_t seed = 0;
  for (int draw = 0; draw < kSeedsOfMasks; ++draw) {
    seed = rng.index(1u << 20);
    backprop::Rng of_mask(seed);
    const double kept = backprop::sum(of_mask.uniform(probe.n, probe.d) < p);
    if (none ? kept == 0.0 : kept > 0.0 && kept < static_cast<double>(probe.n * probe.d)) break;
  }
  return static_cast<double>(seed);
}

// Samples cases that keep much, keep little or keep all, and cases in test mode.
Case sample(backprop::Rng& rng, const Probe& probe) {
  const bool training = probe.id != "test-mode";
  const double p = probe.id == "keep-all" ? 1.0 : probe.id == "keep-little" ? 0.2 : 0.4 + 0.5 * rng.uniform();
  if (probe.id == "exactly-p") {
    const std::size_t seed = rng.index(1u << 20);
    const auto [limit, note] = telling_limit(seed, probe.n * probe.d, probe.index);
    return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
            {{"p", limit}, {"train", 1.0}, {"seed", static_cast<double>(seed)}},
            note};
  }
  if (probe.id == "one-of-few") {
    const auto [seed, limit] = mask_that_drops_one(rng, probe.n * probe.d);
    return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
            {{"p", limit}, {"train", 1.0}, {"seed", static_cast<double>(seed)}},
            "one element is dropped"};
  }
  if (probe.id == "keep-few" || probe.id == "drop-few") {
    const double few = probe.id == "keep-few" ? 0.02 : 0.98;
    return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
            {{"p", few}, {"train", 1.0}, {"seed", telling_seed(rng, probe, few)}},
            probe.id == "drop-few" ? "nearly all is kept"
            : probe.index == 0     ? "nearly all is dropped"
                                   : "all is dropped"};
  }
  return {{{"x", random_normal(rng, {probe.n, probe.d}, probe.scale)}},
          {{"p", p}, {"train", training ? 1.0 : 0.0}, {"seed", static_cast<double>(rng.index(1u << 20))}},
          training ? "" : "in test mode"};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "keep-all", .n = 4, .d = 3, .m = 2},
                                         {.id = "keep-little", .n = 6, .d = 8, .m = 2},
                                         {.id = "keep-few", .n = 9, .d = 7, .m = 2},
                                         {.id = "drop-few", .n = 7, .d = 8, .m = 2, .cases = 1},
                                         {.id = "test-mode", .n = 5, .d = 4, .m = 2},
                                         {.id = "exactly-p", .n = 4, .d = 6, .m = 2, .cases = 2},
                                         {.id = "one-of-few", .n = 2, .d = 3, .m = 2}}),
          .sample = sample,
          .known_answers = {{.source = "in test mode nothing is dropped and nothing scaled",
                             .inputs = {{"x", {{1, 2}, {3, -4}}}},
                             .attributes = {{"p", 0.25}, {"train", 0}, {"seed", 1}},
                             .outputs = {{"out", {{1, 2}, {3, -4}}}},
                             .upstream = {{"out", {{1, 2}, {5, 6}}}},
                             .gradients = {{"x", {{1, 2}, {5, 6}}}}}}};
}

}  // namespace
}  // namespace grader
