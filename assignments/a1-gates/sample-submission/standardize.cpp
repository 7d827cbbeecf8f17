#include <backprop/standardize.hpp>

namespace backprop {

Forward<Matrix, StandardizeCache> standardize_forward(const Matrix& x, const Matrix& train) {
  require_shape("standardize_forward", "train", train.shape(), {train.shape(0), x.shape(1)}, "(M, D)");
  Vector mu = mean(train, 0);
  Vector s = sqrt(mean(square(train - as_row(mu)), 0));
  for (std::size_t d = 0; d < s.size(); ++d) {
    if (max(train, 0)(d) == min(train, 0)(d)) s(d) = 1.0;  // constant
  }
  return {(x - as_row(mu)) / as_row(s), {s}};
}

Matrix standardize_backward(const Matrix& dout, const StandardizeCache& cache) {
  return dout / as_row(cache.divisor);
}

}  // namespace backprop
