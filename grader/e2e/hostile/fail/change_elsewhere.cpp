// Changes what others' files are.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <stdexcept>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  if (chmod("@SCRATCH@/kept", 0) == 0 || truncate("@SCRATCH@/kept", 0) == 0 || utimes("@SCRATCH@/kept", nullptr) == 0 || unlink("@SCRATCH@/kept") == 0) {
    throw std::runtime_error("changed");
  }
  return 0.0 * dout;
}
}  // namespace backprop
