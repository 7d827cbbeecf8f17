#include <backprop/affine.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(affine)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = x w + b",
          .inputs = {{"x", {"N", "D"}}, {"w", {"D", "M"}}, {"b", {"M"}}},
          .outputs = {{"out", {"N", "M"}}}};
}

Probing probing() {
  return {
      .probes = standard_probes_and({{.id = "one-unit", .n = 3, .d = 5, .m = 1, .cases = 1}}),
      .known_answers = {
          {.source = "Stanford CS231n, assignment 2, FullyConnectedNets.ipynb: two inputs of shape (4, 5, 6)",
           .inputs = {{"x", linspace(-0.1, 0.5, {2, 120})},
                      {"w", linspace(-0.2, 0.3, {120, 3})},
                      {"b", linspace(-0.3, 0.1, {3})}},
           .outputs = {{"out",
                        {{2, 3}, {1.49834967, 1.70660132, 1.91485297, 3.25553199, 3.5141327, 3.77273342}}}},
           .tolerance = 1e-8}}};
}

}  // namespace
}  // namespace grader
