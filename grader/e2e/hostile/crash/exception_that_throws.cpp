// An exception whose copy and whose what() throw.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <exception>
#include <stdexcept>

struct Loud : std::runtime_error {
  using std::runtime_error::runtime_error;
  const char* what() const noexcept override { throw *this; }
};

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  throw Loud("twice");
}
}  // namespace backprop
