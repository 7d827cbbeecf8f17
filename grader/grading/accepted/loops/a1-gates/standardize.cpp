// Feature by feature, with running sums: the deviation from sums of x and of x^2, both taken about the first
// example so that nothing cancels. A constant feature is found by comparing each example with the first.
#include <backprop/standardize.hpp>
#include <cmath>

namespace backprop {

Forward<Matrix, StandardizeCache> standardize_forward(const Matrix& x, const Matrix& train) {
  require_shape("standardize_forward", "train", train.shape(), {train.shape(0), x.shape(1)}, "(M, D)");
  const std::size_t M = train.shape(0);
  const std::size_t D = train.shape(1);
  if (M == 0) throw ShapeError("standardize_forward: train has no examples");
  Matrix out = x;
  StandardizeCache cache{zeros(D)};
  for (std::size_t d = 0; d < D; ++d) {
    const double first = train(0, d);
    double sum = 0.0;
    double squares = 0.0;
    bool varies = false;
    for (std::size_t m = M; m-- > 0;) {
      const double distance = train(m, d) - first;
      varies = varies || distance != 0.0;
      sum += distance;
      squares += distance * distance;
    }
    const double mean_distance = sum / static_cast<double>(M);
    const double variance = squares / static_cast<double>(M) - mean_distance * mean_distance;
    cache.divisor(d) = varies ? std::sqrt(variance) : 1.0;
    for (std::size_t n = 0; n < x.shape(0); ++n) {
      out(n, d) = (x(n, d) - first - mean_distance) / cache.divisor(d);
    }
  }
  return {out, cache};
}

Matrix standardize_backward(const Matrix& dout, const StandardizeCache& cache) {
  Matrix dx = dout;
  for (std::size_t n = 0; n < dx.shape(0); ++n) {
    for (std::size_t d = 0; d < dx.shape(1); ++d) dx(n, d) /= cache.divisor(d);
  }
  return dx;
}

}  // namespace backprop
