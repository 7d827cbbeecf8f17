#include <backprop/pad.hpp>

#include "grader/ops/layers/window.hpp"

BACKPROP_LAYER(pad)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = x within a border of zeros",
          .inputs = {{"x", images()}},
          .attributes = {pad_attribute()},
          .outputs = {{"out", images("C", "H_out", "W_out")}}};
}

Probing probing() {
  return {
      .probes = window_probes(),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", sample_images(rng, probe)}}, {{"pad", static_cast<double>(window_of(probe).pad)}}};
      },
      .shape_upstream = upstream_at_one_output,
      .known_answers = {
          {.source = "one row of two pixels; of the 3 by 4 upstream gradients the two in the middle count",
           .inputs = {{"x", {{1, 1, 1, 2}, {5, 6}}}},
           .attributes = {{"pad", 1}},
           .outputs = {{"out", {{1, 1, 3, 4}, {0, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 0}}}},
           .upstream = {{"out", {{1, 1, 3, 4}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}}},
           .gradients = {{"x", {{1, 1, 1, 2}, {6, 7}}}}}}};
}

}  // namespace
}  // namespace grader
