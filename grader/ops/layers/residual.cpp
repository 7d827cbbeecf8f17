#include <backprop/residual.hpp>

#include "grader/ops/call.hpp"

BACKPROP_LAYER(residual)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "out = x + relu(x w1 + b1) w2 + b2",
          .inputs = {{"x", {"N", "D"}}, {"w1", {"D", "H"}}, {"b1", {"H"}}, {"w2", {"H", "D"}}, {"b2", {"D"}}},
          .outputs = {{"out", {"N", "D"}}},
          .chain = {{"w2", "b2"}, {"w1", "b1"}, {"x"}}};
}

// The pre-activations of the hidden units, x w1 + b1. Their signs decide what the relu passes.
std::vector<double> pre_activations(const Case& the_case) {
  const backprop::Matrix hidden =
      backprop::matmul(to_matrix(the_case.inputs.at("x")), to_matrix(the_case.inputs.at("w1"))) +
      backprop::as_row(to_vector(the_case.inputs.at("b1")));
  return {hidden.begin(), hidden.end()};
}

Probing probing() {
  return {.probes = standard_probes_and({{.id = "one-unit", .n = 3, .d = 5, .m = 1, .cases = 1}}),
          .switches = pre_activations,
          .open_kinks = pre_activations,
          .known_answers = {{.source = "2 + max(0, 2 * 3 - 1) * 4 + 5",
                             .inputs = {{"x", {{1, 1}, {2}}},
                                        {"w1", {{1, 1}, {3}}},
                                        {"b1", {{1}, {-1}}},
                                        {"w2", {{1, 1}, {4}}},
                                        {"b2", {{1}, {5}}}},
                             .outputs = {{"out", {{1, 1}, {27}}}},
                             .upstream = {{"out", {{1, 1}, {10}}}},
                             .gradients = {{"x", {{1, 1}, {130}}},
                                           {"w1", {{1, 1}, {80}}},
                                           {"b1", {{1}, {40}}},
                                           {"w2", {{1, 1}, {50}}},
                                           {"b2", {{1}, {10}}}}}}};
}

}  // namespace
}  // namespace grader
