#include <backprop/im2col.hpp>

#include "grader/ops/layers/window.hpp"

BACKPROP_LAYER(im2col)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "the R windows of all images as rows, each of Q numbers",
          .inputs = {{"x", images()}},
          .attributes = {{"HH", "height of a window", 1, 64, true},
                         {"WW", "width of a window", 1, 64, true},
                         stride_attribute(),
                         pad_attribute()},
          .outputs = {{"cols", {"R", "Q"}}}};
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Window window = window_of(probe);
  return {{{"x", sample_images(rng, probe)}},
          {{"HH", static_cast<double>(window.HH)},
           {"WW", static_cast<double>(window.WW)},
           {"stride", static_cast<double>(window.stride)},
           {"pad", static_cast<double>(window.pad)}}};
}

std::vector<KnownAnswer> by_hand() {
  return {{.source = "the two windows of a row of three pixels share the middle one",
           .inputs = {{"x", {{1, 1, 1, 3}, {7, 8, 9}}}},
           .attributes = {{"HH", 1}, {"WW", 2}, {"stride", 1}, {"pad", 0}},
           .outputs = {{"cols", {{2, 2}, {7, 8, 8, 9}}}},
           .upstream = {{"cols", {{2, 2}, {1, 2, 4, 8}}}},
           .gradients = {{"x", {{1, 1, 1, 3}, {1, 6, 8}}}}},
          {.source = "one window over two channels, in the order of channel, row and column, within a border",
           .inputs = {{"x", {{1, 2, 1, 1}, {5, 6}}}},
           .attributes = {{"HH", 3}, {"WW", 2}, {"stride", 2}, {"pad", 1}},
           .outputs = {{"cols", {{1, 12}, {0, 0, 0, 5, 0, 0, 0, 0, 0, 6, 0, 0}}}},
           .upstream = {{"cols", {{1, 12}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}}},
           .gradients = {{"x", {{1, 2, 1, 1}, {4, 10}}}}}};
}

Probing probing() {
  return {.probes = window_probes(),
          .sample = sample,
          .shape_upstream = upstream_at_one_output,
          .known_answers = by_hand()};
}

}  // namespace
}  // namespace grader
