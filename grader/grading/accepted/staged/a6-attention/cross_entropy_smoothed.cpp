// Step by step: the mean, the log-probabilities, the softmax below them; rows that do not count are skipped.
#include <algorithm>
#include <backprop/cross_entropy_smoothed.hpp>
#include <cmath>

namespace backprop {

Forward<double, CrossEntropySmoothedCache> cross_entropy_smoothed_forward(const Tensor3& x,
                                                                          const LabelMatrix& y,
                                                                          double smoothing,
                                                                          std::int64_t ignored) {
  require_shape("cross_entropy_smoothed_forward", "y", y.shape(), {x.shape(0), x.shape(1)}, "(N, T)");
  const auto V = static_cast<std::int64_t>(x.shape(2));
  Tensor3 p = x;
  double total = 0.0;
  std::size_t count = 0;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t t = 0; t < x.shape(1); ++t) {
      const Vector row = row_at(x, n, t);
      const Vector log_p = row - max(row) - std::log(sum(exp(row - max(row))));
      row_at(p, n, t) = Vector(exp(log_p));
      if (y(n, t) == ignored) continue;
      if (y(n, t) < 0 || y(n, t) >= V)
        throw std::out_of_range("cross_entropy_smoothed_forward: no such word");
      Vector q = smoothing / static_cast<double>(V) * ones(x.shape(2));
      q(static_cast<std::size_t>(y(n, t))) += 1.0 - smoothing;
      total += sum(q * log_p);
      ++count;
    }
  }
  return {-total / static_cast<double>(std::max<std::size_t>(count, 1)), {p, y, smoothing, ignored}};
}

Tensor3 cross_entropy_smoothed_backward(double dloss, const CrossEntropySmoothedCache& cache) {
  const auto& [p, y, smoothing, ignored] = cache;
  Tensor3 dx = zeros_like(p);
  const auto count = static_cast<double>(y.size() - std::count(y.begin(), y.end(), ignored));
  for (std::size_t n = 0; n < p.shape(0); ++n) {
    for (std::size_t t = 0; t < p.shape(1); ++t) {
      if (y(n, t) == ignored) continue;
      const Vector row = row_at(p, n, t);
      Vector dlog_p = -dloss / count * smoothing / static_cast<double>(row.size()) * ones_like(row);
      dlog_p(static_cast<std::size_t>(y(n, t))) -= dloss / count * (1.0 - smoothing);
      row_at(dx, n, t) = Vector(dlog_p - row * sum(dlog_p));
    }
  }
  return dx;
}

}  // namespace backprop
