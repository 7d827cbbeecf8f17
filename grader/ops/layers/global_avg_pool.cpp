#include <backprop/global_avg_pool.hpp>

#include "grader/ops/layers/pooling.hpp"

BACKPROP_LAYER(global_avg_pool)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = the mean of all pixels of a channel",
          .inputs = {{"x", images()}},
          .outputs = {{"out", {"N", "C"}}}};
}

// Images have C = d, H = t, W = m.
Probing probing() {
  return {.probes = {{.id = "unit", .n = 2, .d = 3, .m = 5, .t = 4},
                     {.id = "small", .scale = 0.05, .n = 3, .d = 2, .m = 4, .t = 5},
                     {.id = "large", .scale = 4.0, .n = 2, .d = 5, .m = 7, .t = 3},
                     {.id = "batch-of-one", .n = 1, .d = 3, .m = 5, .t = 4},
                     {.id = "tall", .n = 4, .d = 3, .m = 2, .t = 9},
                     {.id = "wide", .n = 3, .d = 4, .m = 11, .t = 2},
                     {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
                     {.id = "narrow", .n = 41, .d = 2, .m = 3, .t = 1, .cases = 1},
                     {.id = "one-pixel", .n = 4, .d = 3, .m = 1, .t = 1, .cases = 1},
                     {.id = "one-channel", .n = 3, .d = 1, .m = 4, .t = 5, .cases = 1}},
          .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
            return {{{"x", random_normal(rng, image_batch(probe), probe.scale)}}};
          },
          .known_answers = {{.source = "the mean of 1, 5, 3, 4, 2 and 9 is 4, and each has a sixth in it",
                             .inputs = {{"x", {{1, 1, 2, 3}, {1, 5, 3, 4, 2, 9}}}},
                             .outputs = {{"out", {{1, 1}, {4}}}},
                             .upstream = {{"out", {{1, 1}, {12}}}},
                             .gradients = {{"x", {{1, 1, 2, 3}, {2, 2, 2, 2, 2, 2}}}}}}};
}

}  // namespace
}  // namespace grader
