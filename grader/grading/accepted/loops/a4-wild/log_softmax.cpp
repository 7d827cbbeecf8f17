// Row by row, with a sum of exponentials that begins with the largest; the cached outputs are probabilities'
// logarithms.
#include <algorithm>
#include <backprop/log_softmax.hpp>
#include <cmath>

namespace backprop {

Forward<Matrix, LogSoftmaxCache> log_softmax_forward(const Matrix& x) {
  Matrix out = x;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    double largest = x(n, 0);
    for (std::size_t c = 1; c < x.shape(1); ++c) largest = std::max(largest, x(n, c));
    double others = -1.0;  // the largest itself adds exactly 1
    for (std::size_t c = 0; c < x.shape(1); ++c) others += std::exp(x(n, c) - largest);
    for (std::size_t c = 0; c < x.shape(1); ++c) out(n, c) = (x(n, c) - largest) - std::log1p(others);
  }
  return {out, {out}};
}

Matrix log_softmax_backward(const Matrix& dout, const LogSoftmaxCache& cache) {
  const Matrix& out = cache.out;
  require_shape("log_softmax_backward", "dout", dout.shape(), {out.shape(0), out.shape(1)}, "(N, C)");
  Matrix dx = dout;
  for (std::size_t n = 0; n < out.shape(0); ++n) {
    for (std::size_t c = 0; c < out.shape(1); ++c) {
      for (std::size_t k = 0; k < out.shape(1); ++k) dx(n, c) -= std::exp(out(n, c)) * dout(n, k);
    }
  }
  return dx;
}

}  // namespace backprop
