#include <backprop/upsample.hpp>

#include "grader/ops/layers/pooling.hpp"

BACKPROP_LAYER(upsample)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = x with a block of equal pixels for each pixel",
          .inputs = {{"x", images()}},
          .attributes = {{"rows", "of a block", 1, 64, true}, {"columns", "of a block", 1, 64, true}},
          .outputs = {{"out", images("C", "H_out", "W_out")}}};
}

Attributes block(std::size_t rows, std::size_t columns) {
  return {{"rows", static_cast<double>(rows)}, {"columns", static_cast<double>(columns)}};
}

// Blocks that are square, tall or wide, and of one pixel, of one row, of one column. 49 is the first number
// whose product with its rounded reciprocal is not 1.
Attributes sample_block(const Probe& probe) {
  if (probe.id == "one-pixel-blocks") return block(1, 1);
  if (probe.id == "large-blocks")
    return probe.index == 0 ? block(5, 7) : probe.index == 1 ? block(9, 6) : block(49, 3);
  if (probe.id == "one-row") return block(1, 3);
  if (probe.id == "one-column") return block(4, 1);
  if (probe.id == "square" || probe.id == "unit") return probe.index == 0 ? block(2, 2) : block(3, 3);
  return probe.index == 0 ? block(2, 3) : block(4, 2);
}

// Images have C = d, H = t, W = m.
Probing probing() {
  return {
      .probes = {{.id = "unit", .n = 2, .d = 3, .m = 5, .t = 4},
                 {.id = "small", .scale = 0.05, .n = 3, .d = 2, .m = 3, .t = 4},
                 {.id = "large", .scale = 4.0, .n = 2, .d = 5, .m = 4, .t = 3},
                 {.id = "batch-of-one", .n = 1, .d = 3, .m = 5, .t = 4},
                 {.id = "tall", .n = 3, .d = 4, .m = 2, .t = 7, .cases = 1},
                 {.id = "wide", .n = 3, .d = 4, .m = 7, .t = 2, .cases = 1},
                 {.id = "square", .n = 3, .d = 3, .m = 3, .t = 3, .cases = 1},
                 {.id = "narrow", .n = 41, .d = 2, .m = 2, .t = 1, .cases = 1},
                 {.id = "one-pixel-blocks", .n = 2, .d = 4, .m = 5, .t = 3, .cases = 1},
                 {.id = "large-blocks", .n = 1, .d = 3, .m = 2, .t = 2, .cases = 3},
                 {.id = "one-row", .n = 2, .d = 3, .m = 5, .t = 4, .cases = 1},
                 {.id = "one-column", .n = 2, .d = 3, .m = 5, .t = 4, .cases = 1},
                 {.id = "one-pixel", .n = 4, .d = 3, .m = 1, .t = 1}},
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", random_normal(rng, image_batch(probe), probe.scale)}}, sample_block(probe)};
      },
      .known_answers = {{.source = "each of 1 and 2 is copied to a block of 2 x 3, whose gradients add up",
                         .inputs = {{"x", {{1, 1, 1, 2}, {1, 2}}}},
                         .attributes = block(2, 3),
                         .outputs = {{"out", {{1, 1, 2, 6}, {1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2}}}},
                         .upstream = {{"out", {{1, 1, 2, 6}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}}},
                         .gradients = {{"x", {{1, 1, 1, 2}, {30, 48}}}}}}};
}

}  // namespace
}  // namespace grader
