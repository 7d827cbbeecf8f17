// Leaves the backward pass out.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }
}  // namespace backprop
