// Raises its limits and computes for ever.
// Where: run time
// Verdict: timeout
#include <backprop/relu.hpp>
#include <sys/resource.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_CPU, &none);
  for (volatile int i = 0;; i = i + 1) {
  }
}
}  // namespace backprop
