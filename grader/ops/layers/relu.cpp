#include <backprop/relu.hpp>

#include "grader/ops/layers/gate.hpp"

BACKPROP_LAYER(relu)

namespace grader {
namespace {

Layer layer() { return gate("out = max(0, x), elementwise", "out"); }

Probing probing() {
  return kinked(
      {{.source = "Stanford CS231n, assignment 2, FullyConnectedNets.ipynb",
        .inputs = {{"x", linspace(-0.5, 0.5, {3, 4})}},
        .outputs = {{"out",
                     {{3, 4},
                      {0, 0, 0, 0, 0, 0, 0.04545455, 0.13636364, 0.22727273, 0.31818182, 0.40909091, 0.5}}}},
        .tolerance = 1e-8}});
}

}  // namespace
}  // namespace grader
