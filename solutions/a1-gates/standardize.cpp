#include <backprop/standardize.hpp>

namespace backprop {

Forward<Matrix, StandardizeCache> standardize_forward(const Matrix& x, const Matrix& train) {
  const std::size_t D = x.shape(1);
  require_shape("standardize_forward", "train", train.shape(), {train.shape(0), D}, "(M, D)");
  // BEGIN SOLUTION function: mean and deviation of each feature over the training set, then x with both.
  // Which features of train have a single value?
  const Vector mu = mean(train, 0);
  const Vector deviation = sqrt(mean(square(train - as_row(mu)), 0));
  const Vector divisor = where(max(train, 0) > min(train, 0), deviation, 1.0);
  return {(x - as_row(mu)) / as_row(divisor), {divisor}};
  // END SOLUTION
}

Matrix standardize_backward(const Matrix& dout, const StandardizeCache& cache) {
  const auto& [divisor] = cache;
  require_shape("standardize_backward", "dout", dout.shape(), {dout.shape(0), divisor.size()}, "(N, D)");
  // BEGIN SOLUTION backward: dx from dout. One line.
  return dout / as_row(divisor);
  // END SOLUTION
}

}  // namespace backprop
