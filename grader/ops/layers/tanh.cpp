#include <backprop/tanh.hpp>
#include <cmath>

#include "grader/ops/layers/gate.hpp"

BACKPROP_LAYER(tanh)

namespace grader {
namespace {

Layer layer() { return gate("z = tanh(x), elementwise", "z"); }

Probing probing() {
  return saturating({{.source = "tanh(log(u) / 2) = (u - 1) / (u + 1); the slope is 1 - z^2",
                      .inputs = {{"x", {{1, 3}, {-std::log(3.0) / 2.0, 0, std::log(9.0) / 2.0}}}},
                      .outputs = {{"z", {{1, 3}, {-0.5, 0, 0.8}}}},
                      .upstream = {{"z", {{1, 3}, {4, 7, 25}}}},
                      .gradients = {{"x", {{1, 3}, {3, 7, 9}}}}}});
}

}  // namespace
}  // namespace grader
