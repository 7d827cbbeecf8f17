/// Who sees whom through a stack of layers with windows: which pixels have a gradient from one output, and
/// how many outputs have seen a pixel.
///
/// Height and width do not mix, so one axis at a time is enough. Layer 0 looks at the image, each further
/// layer at the outputs of the one below. Output o of a layer sees the places stride o + k - pad below it,
/// for k = 0 to kernel - 1, as far as they exist: the padding is nobody. Where a stride is larger than a
/// kernel, an output may see pixels on both sides of one that it does not see. L = layers, W = pixels of the
/// image along this axis.
#pragma once

#include <backprop/conv_param.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct ReceptiveField {
  Vector sees;  // (W) 1 for a pixel that the output sees, directly or through other layers, and 0 elsewhere
  Vector seen_by;  // (W) the number of outputs of the last layer that see the pixel
};

/// kernel, stride, pad: (L) of each layer, the one next to the image first.  `output` is one output of the
/// last layer. Throws ShapeError when the sizes do not fit or a window is larger than what it moves over, and
/// std::out_of_range when the last layer has no such output.
ReceptiveField receptive_field(const Labels& kernel, const Labels& stride, const Labels& pad, std::size_t W,
                               std::size_t output);

}  // namespace backprop
