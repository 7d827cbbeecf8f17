#include <backprop/avg_pool.hpp>

#include "grader/ops/layers/pooling.hpp"

BACKPROP_LAYER(avg_pool)

namespace grader {
namespace {

Layer layer() { return pooling("out = the mean of each window"); }

Probing probing() {
  return {.probes = pooling_probes_and({}),
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"x", random_normal(rng, image_batch(probe), probe.scale)}}, sample_window(probe)};
          },
          .known_answers = {{.source = "means of 1 5 / 4 2 and of 5 3 / 2 6, which share 5 and 2",
                             .inputs = {{"x", {{1, 1, 2, 3}, {1, 5, 3, 4, 2, 6}}}},
                             .attributes = window(2, 2, 1),
                             .outputs = {{"out", {{1, 1, 1, 2}, {3, 4}}}},
                             .upstream = {{"out", {{1, 1, 1, 2}, {4, 40}}}},
                             .gradients = {{"x", {{1, 1, 2, 3}, {1, 11, 10, 1, 11, 10}}}}}}};
}

}  // namespace
}  // namespace grader
