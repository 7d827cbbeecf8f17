// std::transform over iterators; the kink is on the side of the slope 1.
#include <algorithm>
#include <backprop/relu.hpp>

namespace backprop {

Forward<Matrix, ReluCache> relu_forward(const Matrix& x) {
  Matrix out = x;
  std::replace_if(
      out.begin(), out.end(), [](double value) { return value < 0.0; }, 0.0);
  return {out, {x}};
}

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  const Matrix& x = cache.x;
  require_shape("relu_backward", "dout", dout.shape(), {x.shape(0), x.shape(1)}, "(N, D)");
  Matrix dx = dout;
  std::transform(x.begin(), x.end(), dout.begin(), dx.begin(),
                 [](double value, double gradient) { return value >= 0.0 ? gradient : 0.0; });
  return dx;
}

}  // namespace backprop
