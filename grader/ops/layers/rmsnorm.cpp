#include <backprop/rmsnorm.hpp>

#include "grader/ops/layers/root_mean_square.hpp"

BACKPROP_LAYER(rmsnorm)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = gamma x / sqrt(mean square + eps), each row by itself",
          .inputs = {{"x", {"N", "T", "D"}}, {"gamma", {"D"}}},
          .attributes = {root_mean_square_eps()},
          .outputs = {{"out", {"N", "T", "D"}}}};
}

// With g = dout gamma = (15, 60, 15) the mean of g xhat is 18.
KnownAnswer root_of_25() {
  return {.source = "the mean square of (8, 2, 2) is 24, and with eps = 1 the root is 5",
          .inputs = {{"x", {{1, 1, 3}, {8, 2, 2}}}, {"gamma", {{3}, {1, 2, -1}}}},
          .attributes = {{"eps", 1}},
          .outputs = {{"out", {{1, 1, 3}, {1.6, 0.8, -0.4}}}},
          .upstream = {{"out", {{1, 1, 3}, {15, 30, -15}}}},
          .gradients = {{"x", {{1, 1, 3}, {-2.76, 10.56, 1.56}}}, {"gamma", {{3}, {24, 12, -6}}}}};
}

Probing probing() {
  return {.probes = root_mean_square_probes_and({}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"x", sample_rows(rng, probe)}, {"gamma", sample_gamma(rng, probe)}},
                    {{"eps", sample_root_mean_square_eps(probe)}}};
          },
          .known_answers = {root_of_25()}};
}

}  // namespace
}  // namespace grader
