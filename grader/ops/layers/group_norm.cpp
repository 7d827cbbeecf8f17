#include <backprop/group_norm.hpp>

#include "grader/ops/layers/spatial_normalisation.hpp"

BACKPROP_LAYER(group_norm)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = gamma (x - mean) / sqrt(variance + eps) + beta, each group of channels by itself",
          .inputs = {{"x", images()}, {"gamma", {"C"}}, {"beta", {"C"}}},
          .attributes = {{"groups", "G, which divides C", 1, 1024, true},
                         {"eps", "added to the variance", 1e-12, 1.0}},
          .outputs = {{"out", images()}}};
}

// One group, as many groups as channels, and numbers in between, with several groups of several channels.
std::size_t sample_groups(const Probe& probe) {
  if (probe.id == "one-group" || probe.id == "tall" || probe.id == "narrow") return 1;
  if (probe.id == "group-for-each-channel") return probe.d;
  if (probe.id == "large") return probe.index == 0 ? 1 : 3;
  if (probe.d == 6) return probe.index == 0 ? 2 : 3;
  return probe.d % 2 == 0 ? 2 : 1;
}

// In "one-number" a group has one number, so that its variance is 0.
Probing probing() {  // known answers: spatial_normalisation_test.cpp
  return {.probes = spatial_normalisation_probes_and(
              {{.id = "one-group", .n = 3, .d = 4, .m = 5, .t = 2, .cases = 1},
               {.id = "group-for-each-channel", .n = 2, .d = 5, .m = 3, .t = 4, .cases = 1},
               {.id = "one-number", .n = 3, .d = 1, .m = 1, .t = 1, .cases = 1}}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            const std::size_t groups = sample_groups(probe);
            const auto group = [&](std::size_t n, std::size_t c) {
              return n * groups + c / (probe.d / groups);
            };
            return {{{"x", sample_spread_images(rng, probe, group)},
                     {"gamma", sample_gamma(rng, probe)},
                     {"beta", random_normal(rng, {probe.d})}},
                    {{"groups", static_cast<double>(groups)}, {"eps", sample_eps(probe)}}};
          }};
}

}  // namespace
}  // namespace grader
