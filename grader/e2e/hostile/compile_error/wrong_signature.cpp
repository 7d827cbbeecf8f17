// Returns what the header does not say.
// Where: link
// Verdict: compile_error
#include <backprop/tensor.hpp>

namespace backprop {
struct ReluCache {
  Matrix x;
};
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }
bool relu_backward(const Matrix&, const ReluCache&, bool) { return true; }
}  // namespace backprop
