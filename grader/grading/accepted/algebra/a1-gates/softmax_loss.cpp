// Log-sum-exp, and the gradient as a difference of two distributions, weighed by dloss / N beforehand.
#include <backprop/softmax_loss.hpp>

namespace backprop {

namespace {

Matrix one_hot(const Labels& y, std::size_t classes) {
  Matrix result = zeros(y.size(), classes);
  for (std::size_t n = 0; n < y.size(); ++n) result(n, static_cast<std::size_t>(y(n))) = 1.0;
  return result;
}

}  // namespace

Forward<double, SoftmaxLossCache> softmax_loss_forward(const Matrix& x, const Labels& y) {
  require_shape("softmax_loss_forward", "y", y.shape(), {x.shape(0)}, "(N)");
  require_labels("softmax_loss_forward", y, x.shape(1));
  const Vector largest = max(x, 1);
  const Vector log_sum = largest + log(sum(exp(x - as_column(largest)), 1));
  const Matrix log_probabilities = x - as_column(log_sum);
  return {-mean(sum(log_probabilities * one_hot(y, x.shape(1)), 1)), {exp(log_probabilities), y}};
}

Matrix softmax_loss_backward(double dloss, const SoftmaxLossCache& cache) {
  const auto& [p, y] = cache;
  const double weight = dloss / static_cast<double>(p.shape(0));
  return weight * p - weight * one_hot(y, p.shape(1));
}

}  // namespace backprop
