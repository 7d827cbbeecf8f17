#include <backprop/xavier_init.hpp>

#include "grader/ops/layers/initialiser.hpp"

BACKPROP_FUNCTION(xavier_init)

namespace grader {
namespace {

Layer layer() { return initialiser("w ~ Normal(0, 2 / (fan_in + fan_out))"); }

Probing probing() { return all_sizes(); }

}  // namespace
}  // namespace grader
