// Throws a message of ten megabytes.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <stdexcept>
#include <string>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  throw std::runtime_error(std::string(10 << 20, 'x'));
}
}  // namespace backprop
