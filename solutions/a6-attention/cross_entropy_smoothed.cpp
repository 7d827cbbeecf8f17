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
  // BEGIN SOLUTION forward: log-probabilities; of each row that counts, its own word's and their
  // mean.
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
  // END SOLUTION
}

Tensor3 cross_entropy_smoothed_backward(double dloss, const CrossEntropySmoothedCache& cache) {
  const auto& [p, y, smoothing, ignored] = cache;
  // BEGIN SOLUTION backward: p minus what is asked for, in the rows that count. What are they divided
  // by, and what if there are none?
  const Matrix counts = y != ignored;
  const double count = sum(counts);
  if (count == 0.0) return zeros_like(p);
  Tensor3 dx = p - smoothing / static_cast<double>(p.shape(2));
  for (std::size_t n = 0; n < y.shape(0); ++n) {
    for (std::size_t t = 0; t < y.shape(1); ++t) {
      if (y(n, t) != ignored) dx(n, t, static_cast<std::size_t>(y(n, t))) -= 1.0 - smoothing;
    }
  }
  return dx * for_each_row(counts) * (dloss / count);
  // END SOLUTION
}

}  // namespace backprop
