#include <backprop/sigmoid.hpp>
#include <cmath>

#include "grader/ops/layers/gate.hpp"

BACKPROP_LAYER(sigmoid)

namespace grader {
namespace {

Layer layer() { return gate("z = 1 / (1 + e^-x), elementwise", "z"); }

Probing probing() {
  return saturating({{.source = "1/4, 1/2 and 3/4 have the odds 1/3, 1 and 3; the slope is z (1 - z)",
                      .inputs = {{"x", {{1, 3}, {-std::log(3.0), 0, std::log(3.0)}}}},
                      .outputs = {{"z", {{1, 3}, {0.25, 0.5, 0.75}}}},
                      .upstream = {{"z", {{1, 3}, {16, -4, 32}}}},
                      .gradients = {{"x", {{1, 3}, {3, -1, 6}}}}}});
}

}  // namespace
}  // namespace grader
