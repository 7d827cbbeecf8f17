#include <backprop/temporal_affine.hpp>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(temporal_affine)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = x w + b at every time step",
          .inputs = {{"x", {"N", "T", "D"}}, {"w", {"D", "M"}}, {"b", {"M"}}},
          .outputs = {{"out", {"N", "T", "M"}}}};
}

Probing probing() { return {.probes = sequence_probes_and({})}; }  // known answers: sequences_test.cpp

}  // namespace
}  // namespace grader
