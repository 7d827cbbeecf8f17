#include <backprop/rnn.hpp>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(rnn)

namespace grader {
namespace {

Layer layer() { return recurrent_sequence("a vanilla recurrent net over a sequence", 1); }

Probing probing() {
  return sequence_probing(
      1, {{.source = kRnnNotebook,
           .inputs = {{"x", linspace(-0.1, 0.3, {2, 3, 4})},
                      {"h0", linspace(-0.3, 0.1, {2, 5})},
                      {"wx", linspace(-0.2, 0.4, {4, 5})},
                      {"wh", linspace(-0.4, 0.1, {5, 5})},
                      {"b", linspace(-0.7, 0.1, {5})}},
           .outputs = {{"h", {{2, 3, 5}, {-0.42070749, -0.27279261, -0.11074945, 0.05740409, 0.22236251,
                                          -0.39525808, -0.22554661, -0.0409454,  0.14649412, 0.32397316,
                                          -0.42305111, -0.24223728, -0.04287027, 0.15997045, 0.35014525,
                                          -0.55857474, -0.39065825, -0.19198182, 0.02378408, 0.23735671,
                                          -0.27150199, -0.07088804, 0.13562939,  0.33099728, 0.50158768,
                                          -0.51014825, -0.30524429, -0.06755202, 0.17806392, 0.40333043}}}},
           .tolerance = 0.51e-8}});
}

}  // namespace
}  // namespace grader
