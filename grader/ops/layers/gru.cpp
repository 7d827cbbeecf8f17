#include <backprop/gru.hpp>

#include "grader/ops/layers/recurrent.hpp"

BACKPROP_LAYER(gru)

namespace grader {
namespace {

Layer layer() { return recurrent_sequence("a GRU (Cho et al., 2014) over a sequence; gates r, z, n", 3); }

Probing probing() { return sequence_probing(3, {}); }  // known answers: gru_test.cpp

}  // namespace
}  // namespace grader
