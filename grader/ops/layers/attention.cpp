#include <backprop/attention.hpp>

#include "grader/ops/layers/attending.hpp"

BACKPROP_LAYER(attention)

namespace grader {
namespace {

Layer layer() { return attending("the mean of the values, weighted by softmax(q . k / sqrt(D))"); }

// Scores log 3 and 0, so weights 3/4 and 1/4.
KnownAnswer three_to_one() {
  const double log3 = std::log(3.0);
  return {.source = "out = 3/4 4 + 1/4 8, ds = (-12, 12) from dp = (64, 128), in exact arithmetic",
          .inputs = {{"q", {{1, 1, 1}, {log3}}}, {"k", {{1, 2, 1}, {1, 0}}}, {"v", {{1, 2, 1}, {4, 8}}}},
          .attributes = {{"causal", 0}},
          .outputs = {{"out", {{1, 1, 1}, {5}}}},
          .upstream = {{"out", {{1, 1, 1}, {16}}}},
          .gradients = {{"q", {{1, 1, 1}, {-12}}},
                        {"k", {{1, 2, 1}, {-12 * log3, 12 * log3}}},
                        {"v", {{1, 2, 1}, {12, 4}}}}};
}

Probing probing() {
  return {.probes = attending_probes(),
          .sample = sample_attending,
          .shape_upstream = shape_attending,
          .known_answers = {three_to_one(), worked_out_with_50_digits()},
          .with_weights_times = attend_with_weights_times};
}

}  // namespace
}  // namespace grader
