#include <backprop/conv_im2col.hpp>

#include "grader/ops/layers/convolution.hpp"

BACKPROP_LAYER(conv_im2col)

namespace grader {
namespace {

Layer layer() { return convolution("the convolution as a product of matrices, plus b"); }

Probing probing() { return convolution_probing(); }

}  // namespace
}  // namespace grader
