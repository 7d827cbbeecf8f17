#include <backprop/adam.hpp>

#include "grader/ops/layers/moments.hpp"

BACKPROP_FUNCTION(adam)

namespace grader {
namespace {

Layer layer() {
  return moment_rule(
      "a step along the running mean of dw, over the root of that of dw^2, both corrected for their start");
}

Probing probing() {
  return {.probes = update_probes(), .sample = sample_moments, .known_answers = {published_moments()}};
}

}  // namespace
}  // namespace grader
