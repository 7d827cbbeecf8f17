#include <backprop/softmax.hpp>
#include <cmath>

#include "grader/ops/layers/softmax_scores.hpp"

BACKPROP_LAYER(softmax)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "p = softmax of each row",
          .inputs = {{"x", {"N", "T", "S"}}},
          .outputs = {{"p", {"N", "T", "S"}}}};
}

Probing probing() {
  return {
      .probes = softmax_probes_and({}),
      .sample = [](backprop::Rng& rng, const Probe& probe) -> Case {
        return {{{"x", sample_scores(rng, probe)}}};
      },
      .known_answers = {
          {.source =
               "the probabilities of (0, log 3) are 1/4 and 3/4; those of (0, 1000) are 0 and 1, in double",
           .inputs = {{"x", {{1, 2, 2}, {0, std::log(3.0), 0, 1000}}}},
           .outputs = {{"p", {{1, 2, 2}, {0.25, 0.75, 0, 1}}}},
           .upstream = {{"p", {{1, 2, 2}, {16, 0, 5, 7}}}},
           .gradients = {{"x", {{1, 2, 2}, {3, -3, 0, 0}}}}}}};
}

}  // namespace
}  // namespace grader
