// Asks for the probes, which tell where a layer is tried.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>

namespace grader {
const void* find_op(const char* name);
const void* standard_probes();
}  // namespace grader

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return (grader::standard_probes() == nullptr ? 1.0 : 0.0) * dout * (cache.x > 0.0);
}
}  // namespace backprop
