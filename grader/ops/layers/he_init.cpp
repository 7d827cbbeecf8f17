#include <backprop/he_init.hpp>

#include "grader/ops/layers/initialiser.hpp"

BACKPROP_FUNCTION(he_init)

namespace grader {
namespace {

Layer layer() { return initialiser("w ~ Normal(0, 2 / fan_in)"); }

Probing probing() { return all_sizes(); }

}  // namespace
}  // namespace grader
