#include <backprop/gru_step.hpp>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(gru_step)

namespace grader {
namespace {

Layer layer() { return recurrent_step("one time step of a GRU (Cho et al., 2014); gates r, z, n", 3); }

Probing probing() { return step_probing(3, {}); }  // known answers: gru_test.cpp

}  // namespace
}  // namespace grader
