#include <backprop/depthwise_conv.hpp>

#include "grader/ops/layers/window.hpp"

BACKPROP_LAYER(depthwise_conv)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "each channel's cross-correlation with a filter of its own, plus b",
          .inputs = {{"x", images()}, {"w", {"C", "HH", "WW"}}, {"b", {"C"}}},
          .attributes = {stride_attribute(), pad_attribute()},
          .outputs = {{"out", images("C", "H_out", "W_out")}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Window window = window_of(probe);
  return {{{"x", sample_images(rng, probe)},
           {"w", sample_pixels(rng, probe, {probe.d, window.HH, window.WW})},
           {"b", random_normal(rng, {probe.d}, probe.scale)}},
          {{"stride", static_cast<double>(window.stride)}, {"pad", static_cast<double>(window.pad)}}};
}

KnownAnswer by_hand() {
  return {.source = "two channels of two pixels under the filters 10 1 and 1 -1, within a border of one",
          .inputs = {{"x", {{1, 2, 1, 2}, {1, 2, 3, 4}}},
                     {"w", {{2, 3, 2}, {0, 0, 10, 1, 0, 0, 0, 0, 1, -1, 0, 0}}},
                     {"b", {{2}, {0, 0.5}}}},
          .attributes = {{"stride", 1}, {"pad", 1}},
          .outputs = {{"out", {{1, 2, 1, 3}, {1, 12, 20, -2.5, -0.5, 4.5}}}},
          .upstream = {{"out", {{1, 2, 1, 3}, {1, 2, 4, 1, 2, 4}}}},
          .gradients = {{"x", {{1, 2, 1, 2}, {21, 42, 1, 2}}},
                        {"w", {{2, 3, 2}, {0, 0, 10, 5, 0, 0, 0, 0, 22, 11, 0, 0}}},
                        {"b", {{2}, {7, 7}}}}};
}

Probing probing() {
  return {.probes = window_probes(),
          .sample = sample,
          .shape_upstream = upstream_at_one_output,
          .known_answers = {by_hand()}};
}

}  // namespace
}  // namespace grader
