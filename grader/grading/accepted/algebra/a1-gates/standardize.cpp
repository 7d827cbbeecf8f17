// A straight line for each feature, slope * x - slope * mean; and a constant feature is one whose deviation
// is no more than rounding makes it.
#include <backprop/standardize.hpp>

namespace backprop {

Forward<Matrix, StandardizeCache> standardize_forward(const Matrix& x, const Matrix& train) {
  require_shape("standardize_forward", "train", train.shape(), {train.shape(0), x.shape(1)}, "(M, D)");
  const Vector mu = mean(train, 0);
  const Vector deviation = sqrt(mean(pow(train - as_row(mu), 2.0), 0));
  const Vector slope = 1.0 / where(deviation > 1e-14 * max(abs(train), 0), deviation, 1.0);
  return {x * as_row(slope) - as_row(slope * mu), {1.0 / slope}};
}

Matrix standardize_backward(const Matrix& dout, const StandardizeCache& cache) {
  return dout * as_row(1.0 / cache.divisor);
}

}  // namespace backprop
