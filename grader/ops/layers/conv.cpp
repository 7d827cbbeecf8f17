#include <backprop/conv.hpp>

#include "grader/ops/layers/convolution.hpp"

BACKPROP_LAYER(conv)

namespace grader {
namespace {

Layer layer() { return convolution("each filter's cross-correlation with each window, plus b"); }

Probing probing() { return convolution_probing(); }

}  // namespace
}  // namespace grader
