// An exception whose what() is a null pointer.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <exception>

struct Silent : std::exception {
  const char* what() const noexcept override { return nullptr; }
};

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  throw Silent();
}
}  // namespace backprop
