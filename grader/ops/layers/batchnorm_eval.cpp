#include <backprop/batchnorm_eval.hpp>

#include "grader/ops/layers/spatial_normalisation.hpp"

BACKPROP_LAYER(batchnorm_eval)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "batch normalisation of images in test mode, by statistics that are constants",
          .inputs = {{"x", images()},
                     {"gamma", {"C"}},
                     {"beta", {"C"}},
                     fixed("running_mean", {"C"}),
                     fixed("running_var", {"C"})},
          .attributes = {{"eps", "added to the variance", 1e-12, 1.0}},
          .outputs = {{"out", images()}}};
}

// "no-variance" has running variances of 0, "far-statistics" some that are 1e4 times those of x, or 1e-4, and
// means far from those of x. In "tiny-eps" some are from 1e-8 to 1e-6, beside an eps of 1e-12.
Case sample(backprop::Rng& rng, const Probe& probe) {
  Tensor mean = random_normal(rng, {probe.d}, probe.id == "far-statistics" ? 50.0 : 1.0);
  Tensor variance = sample_running_var(rng, probe.d);
  for (std::size_t c = 0; c < probe.d; ++c) {
    if (probe.id == "no-variance" && c % 2 == 0) variance.values[c] = 0.0;
    if (probe.id == "far-statistics") variance.values[c] *= c % 2 == 0 ? 1e4 : 1e-4;
    if (probe.id == "tiny-eps" && c % 2 == 0) variance.values[c] = std::pow(10.0, -8.0 + 2.0 * rng.uniform());
  }
  return {{{"x", sample_spread_images(rng, probe, [](std::size_t, std::size_t c) { return c; })},
           {"gamma", sample_gamma(rng, probe)},
           {"beta", random_normal(rng, {probe.d})},
           {"running_mean", std::move(mean)},
           {"running_var", std::move(variance)}},
          {{"eps", probe.id == "tiny-eps"                          ? 1e-12
                   : probe.id == "no-variance" && probe.index == 1 ? kTinyEps
                                                                   : sample_eps(probe)}}};
}

Probing probing() {
  return {
      .probes = spatial_normalisation_probes_and({{.id = "one-number", .n = 1, .d = 4, .m = 1, .t = 1},
                                                  {.id = "no-variance", .n = 2, .d = 4, .m = 5, .t = 3},
                                                  {.id = "far-statistics", .n = 3, .d = 5, .m = 4, .t = 2},
                                                  {.id = "tiny-eps", .n = 3, .d = 4, .m = 2, .t = 5}}),
      .sample = sample,
      .known_answers = {
          {.source = "a mean of 1 and 1 / sqrt(0.15 + 0.1) = 2: (3 - 1) 2 = 4, (0 - 1) 2 = -2",
           .inputs = {{"x", {{1, 1, 1, 2}, {3, 0}}},
                      {"gamma", {{1}, {5}}},
                      {"beta", {{1}, {7}}},
                      {"running_mean", {{1}, {1}}},
                      {"running_var", {{1}, {0.15}}}},
           .attributes = {{"eps", 0.1}},
           .outputs = {{"out", {{1, 1, 1, 2}, {27, -3}}}},
           .upstream = {{"out", {{1, 1, 1, 2}, {1, 10}}}},
           .gradients = {{"x", {{1, 1, 1, 2}, {10, 100}}}, {"gamma", {{1}, {-16}}}, {"beta", {{1}, {11}}}},
           .tolerance = 1e-13}}};
}

}  // namespace
}  // namespace grader
