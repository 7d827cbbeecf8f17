#include <backprop/temporal_softmax_loss.hpp>
#include <cmath>

namespace backprop {

Forward<double, TemporalSoftmaxLossCache> temporal_softmax_loss_forward(const Tensor3& x,
                                                                        const LabelMatrix& y,
                                                                        const Matrix& mask) {
  const std::size_t N = x.shape(0);
  const std::size_t T = x.shape(1);
  require_shape("temporal_softmax_loss_forward", "y", y.shape(), {N, T}, "(N, T)");
  require_shape("temporal_softmax_loss_forward", "mask", mask.shape(), {N, T}, "(N, T)");
  require_labels("temporal_softmax_loss_forward", y, x.shape(2));
  Tensor3 probabilities = zeros(N, T, x.shape(2));
  double loss = 0.0;
  for (std::size_t t = 0; t < T; ++t) {
    const Matrix scores = at_time(x, t);
    const Matrix shifted = scores - as_column(max(scores, 1));
    const Matrix exponentials = exp(shifted);
    const Vector row_sums = sum(exponentials, 1);
    set_time(probabilities, t, exponentials / as_column(row_sums));
    for (std::size_t n = 0; n < N; ++n) {
      loss -= mask(n, t) * (shifted(n, static_cast<std::size_t>(y(n, t))) - std::log(row_sums(n)));
    }
  }
  return {loss / static_cast<double>(N), {probabilities, y, mask}};
}

Tensor3 temporal_softmax_loss_backward(double dloss, const TemporalSoftmaxLossCache& cache) {
  const auto& [probabilities, y, mask] = cache;
  // TODO(a3.temporal_softmax_loss): softmax_loss's, at every step. What is left where the mask is 0?
  // Look at what the forward pass divides by, and what it does not.
  throw NotImplemented("temporal_softmax_loss_backward");
}

}  // namespace backprop
