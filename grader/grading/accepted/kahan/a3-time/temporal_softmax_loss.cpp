// The loss by Neumaier's summation over all examples and steps at once; masked steps are left out, not
// multiplied by 0.
#include <backprop/temporal_softmax_loss.hpp>
#include <cmath>

namespace backprop {

namespace {

void add(double& total, double& lost, double term) {
  const double next = total + term;
  lost += std::abs(total) >= std::abs(term) ? (total - next) + term : (term - next) + total;
  total = next;
}

}  // namespace

Forward<double, TemporalSoftmaxLossCache> temporal_softmax_loss_forward(const Tensor3& x,
                                                                        const LabelMatrix& y,
                                                                        const Matrix& mask) {
  const std::size_t N = x.shape(0), T = x.shape(1), V = x.shape(2);
  require_shape("temporal_softmax_loss_forward", "y", y.shape(), {N, T}, "(N, T)");
  require_shape("temporal_softmax_loss_forward", "mask", mask.shape(), {N, T}, "(N, T)");
  require_labels("temporal_softmax_loss_forward", y, V);
  Tensor3 probabilities = zeros(N, T, V);
  double loss = 0.0, lost = 0.0;
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t t = 0; t < T; ++t) {
      double largest = x(n, t, 0);
      for (std::size_t v = 0; v < V; ++v) largest = std::fmax(largest, x(n, t, v));
      double partition = 0.0, lost_here = 0.0;
      for (std::size_t v = 0; v < V; ++v) add(partition, lost_here, std::exp(x(n, t, v) - largest));
      partition += lost_here;
      for (std::size_t v = 0; v < V; ++v) probabilities(n, t, v) = std::exp(x(n, t, v) - largest) / partition;
      if (mask(n, t) == 0.0) continue;
      const double right = x(n, t, static_cast<std::size_t>(y(n, t)));
      add(loss, lost, mask(n, t) * (std::log(partition) + (largest - right)));
    }
  }
  return {(loss + lost) / static_cast<double>(N), {probabilities, y, mask}};
}

Tensor3 temporal_softmax_loss_backward(double dloss, const TemporalSoftmaxLossCache& cache) {
  const auto& [probabilities, y, mask] = cache;
  Tensor3 dx = zeros(probabilities.shape(0), probabilities.shape(1), probabilities.shape(2));
  for (std::size_t n = 0; n < dx.shape(0); ++n) {
    const double share = dloss / static_cast<double>(dx.shape(0));
    for (std::size_t t = 0; t < dx.shape(1); ++t) {
      if (mask(n, t) == 0.0) continue;
      for (std::size_t v = 0; v < dx.shape(2); ++v) {
        const double target = static_cast<std::size_t>(y(n, t)) == v ? 1.0 : 0.0;
        dx(n, t, v) = mask(n, t) * share * (probabilities(n, t, v) - target);
      }
    }
  }
  return dx;
}

}  // namespace backprop
