// Leaves a file where others find it.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <fstream>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  for (const char* name : {"@SCRATCH@/left", "/tmp/backprop-left", "/dev/shm/backprop-left", "/var/tmp/backprop-left", "left"}) std::ofstream(name) << "left";
  return 0.0 * dout;
}
}  // namespace backprop
