// Leaves a core file.
// Where: operating system
// Verdict: crash
#include <backprop/relu.hpp>
#include <cstdlib>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_CORE, &all);
  prctl(PR_SET_DUMPABLE, 1);
  std::abort();
}
}  // namespace backprop
