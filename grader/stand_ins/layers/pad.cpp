#include <backprop/pad.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Tensor4, PadCache> pad_forward(const Tensor4& x, std::size_t pad) {
  return grader::call_outside_as(pad_forward, "pad_forward", x, pad);
}

Tensor4 pad_backward(const Tensor4& dout, const PadCache& cache) {
  return grader::call_outside_as(pad_backward, "pad_backward", dout, cache);
}

}  // namespace backprop
