#include <backprop/clip_grad_norm.hpp>
#include <cmath>

namespace backprop {

ClippedGradients clip_grad_norm(const std::vector<Matrix>& gradients, double max_norm) {
  if (!(max_norm > 0.0)) throw std::invalid_argument("clip_grad_norm: max_norm must be > 0");
  // TODO(a3.clip_grad_norm): one norm over all elements, which must not overflow; one factor for all tensors.
  throw NotImplemented("clip_grad_norm");
}

}  // namespace backprop
