#include <backprop/cross_entropy_smoothed.hpp>
#include <backprop/sequence.hpp>
#include <cmath>

namespace backprop {

Forward<double, CrossEntropySmoothedCache> cross_entropy_smoothed_forward(const Tensor3& x,
                                                                          const LabelMatrix& y,
                                                                          double smoothing,
                                                                          std::int64_t ignored) {
  const std::size_t N = x.shape(0), T = x.shape(1), V = x.shape(2);
  require_shape("cross_entropy_smoothed_forward", "y", y.shape(), {N, T}, "(N, T)");
  LabelMatrix words = y;
  for (auto& word : words) {
    if (word == ignored) word = 0;
  }
  require_labels("cross_entropy_smoothed_forward", words, V);
  const Tensor3 shifted = x - for_each_row(max(x, 2));
  const Tensor3 log_p = shifted - for_each_row(log(sum(exp(shifted), 2)));
  const Matrix mean_log_p = mean(log_p, 2);
  double loss = 0.0, count = 0.0;
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t t = 0; t < T; ++t) {
      if (y(n, t) == ignored) continue;
      loss -=
          (1.0 - smoothing) * log_p(n, t, static_cast<std::size_t>(y(n, t))) + smoothing * mean_log_p(n, t);
      count += 1.0;
    }
  }
  return {count == 0.0 ? 0.0 : loss / count, {exp(log_p), y, smoothing, ignored}};
}

Tensor3 cross_entropy_smoothed_backward(double dloss, const CrossEntropySmoothedCache& cache) {
  const auto& [p, y, smoothing, ignored] = cache;
  // TODO(a6.cross_entropy_smoothed): p minus what is asked for, in the rows that count. What are they divided
  // by, and what if there are none?
  throw NotImplemented("cross_entropy_smoothed_backward");
}

}  // namespace backprop
