#include <backprop/softmax_loss.hpp>
#include <cmath>

namespace backprop {

Forward<double, SoftmaxLossCache> softmax_loss_forward(const Matrix& x, const Labels& y) {
  const std::size_t N = x.shape(0);
  require_shape("softmax_loss_forward", "y", y.shape(), {N}, "(N)");
  require_labels("softmax_loss_forward", y, x.shape(1));
  const Matrix shifted = x - as_column(max(x, 1));
  const Matrix exponentials = exp(shifted);
  const Vector row_sums = sum(exponentials, 1);
  double loss = 0.0;
  for (std::size_t n = 0; n < N; ++n) {
    loss -= shifted(n, static_cast<std::size_t>(y(n))) - std::log(row_sums(n));
  }
  return {loss / static_cast<double>(N), {exponentials / as_column(row_sums), y}};
}

Matrix softmax_loss_backward(double dloss, const SoftmaxLossCache& cache) {
  const auto& [probabilities, y] = cache;
  // TODO(a1.softmax_loss): start from the probabilities. What changes at the right class?
  // Then account for the mean over the batch, and for dloss.
  throw NotImplemented("softmax_loss_backward");
}

}  // namespace backprop
