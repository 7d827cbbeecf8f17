// Two layers in one: log-probabilities, whose Jacobian is I - 1 p^T, and the mean of those of the right
// classes. The backward pass multiplies the gradient of the second by the Jacobian of the first, a full
// matrix for each example.
#include <backprop/softmax_loss.hpp>

namespace backprop {

Forward<double, SoftmaxLossCache> softmax_loss_forward(const Matrix& x, const Labels& y) {
  require_shape("softmax_loss_forward", "y", y.shape(), {x.shape(0)}, "(N)");
  require_labels("softmax_loss_forward", y, x.shape(1));
  const Matrix shifted = x - as_column(max(x, 1));
  const Matrix log_p = shifted - as_column(log(sum(exp(shifted), 1)));
  double total = 0.0;
  for (std::size_t n = x.shape(0); n-- > 0;) total -= log_p(n, static_cast<std::size_t>(y(n)));
  return {total / static_cast<double>(x.shape(0)), {exp(log_p), y}};
}

Matrix softmax_loss_backward(double dloss, const SoftmaxLossCache& cache) {
  const auto& [p, y] = cache;
  const std::size_t N = p.shape(0), C = p.shape(1);
  Matrix dx = zeros(N, C);
  for (std::size_t n = 0; n < N; ++n) {
    Matrix dlog_p = zeros(1, C);
    dlog_p(0, static_cast<std::size_t>(y(n))) = -dloss / static_cast<double>(N);
    Matrix jacobian = zeros(C, C);  // of output c with respect to input k
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t k = 0; k < C; ++k) jacobian(c, k) = (c == k ? 1.0 : 0.0) - p(n, k);
    }
    const Matrix row = matmul(dlog_p, jacobian);
    for (std::size_t k = 0; k < C; ++k) dx(n, k) = row(0, k);
  }
  return dx;
}

}  // namespace backprop
