#include <backprop/rnn_step.hpp>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(rnn_step)

namespace grader {
namespace {

Layer layer() { return recurrent_step("next_h = tanh(x wx + prev_h wh + b)", 1); }

Probing probing() {
  return step_probing(
      1, {{.source = kRnnNotebook,
           .inputs = {{"x", linspace(-0.4, 0.7, {3, 10})},
                      {"prev_h", linspace(-0.2, 0.5, {3, 4})},
                      {"wx", linspace(-0.1, 0.9, {10, 4})},
                      {"wh", linspace(-0.3, 0.7, {4, 4})},
                      {"b", linspace(-0.2, 0.4, {4})}},
           .outputs = {{"next_h",
                        {{3, 4},
                         {-0.58172089, -0.50182032, -0.41232771, -0.31410098, 0.66854692, 0.79562378,
                          0.87755553, 0.92795967, 0.97934501, 0.99144213, 0.99646691, 0.99854353}}}},
           .tolerance = 0.51e-8}});
}

}  // namespace
}  // namespace grader
