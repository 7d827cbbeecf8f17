// The Jacobian of each row as I minus an outer product, and dout's row times it.
#include <backprop/log_softmax.hpp>

namespace backprop {

Forward<Matrix, LogSoftmaxCache> log_softmax_forward(const Matrix& x) {
  const Vector largest = max(x, 1);
  const Vector log_sum = log(sum(exp(x - as_column(largest)), 1));
  const Matrix out = x - as_column(largest) - as_column(log_sum);
  return {out, {out}};
}

Matrix log_softmax_backward(const Matrix& dout, const LogSoftmaxCache& cache) {
  const Matrix& out = cache.out;
  require_shape("log_softmax_backward", "dout", dout.shape(), {out.shape(0), out.shape(1)}, "(N, C)");
  const Vector ones = zeros(out.shape(1)) + 1.0;
  Matrix dx = zeros(out.shape(0), out.shape(1));
  for (std::size_t n = 0; n < out.shape(0); ++n) {
    Vector p = zeros(out.shape(1));
    Matrix row = zeros(1, out.shape(1));
    for (std::size_t c = 0; c < p.size(); ++c) {
      p(c) = exp(out(n, c));
      row(0, c) = dout(n, c);
    }
    Matrix jacobian = -outer(ones, p);
    for (std::size_t c = 0; c < p.size(); ++c) jacobian(c, c) += 1.0;
    const Matrix product = matmul(row, jacobian);
    for (std::size_t c = 0; c < p.size(); ++c) dx(n, c) = product(0, c);
  }
  return dx;
}

}  // namespace backprop
