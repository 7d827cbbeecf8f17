// Brings the functions that count its calls.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>

extern "C" {
void __cyg_profile_func_enter(void*, void*) {}
void __cyg_profile_func_exit(void*, void*) {}
void backprop_vocabulary_enter(void*, void*) {}
void backprop_vocabulary_exit(void*, void*) {}
}

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  return dout * (cache.x > 0.0);
}
}  // namespace backprop
