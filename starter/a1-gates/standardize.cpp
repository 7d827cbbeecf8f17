#include <backprop/standardize.hpp>

namespace backprop {

Forward<Matrix, StandardizeCache> standardize_forward(const Matrix& x, const Matrix& train) {
  const std::size_t D = x.shape(1);
  require_shape("standardize_forward", "train", train.shape(), {train.shape(0), D}, "(M, D)");
  // TODO(a1.standardize): mean and deviation of each feature over the training set, then x with both.
  // Which features of train have a single value?
  throw NotImplemented("standardize_forward");
}

Matrix standardize_backward(const Matrix& dout, const StandardizeCache& cache) {
  const auto& [divisor] = cache;
  require_shape("standardize_backward", "dout", dout.shape(), {dout.shape(0), divisor.size()}, "(N, D)");
  // TODO(a1.standardize): dx from dout. One line.
  throw NotImplemented("standardize_backward");
}

}  // namespace backprop
