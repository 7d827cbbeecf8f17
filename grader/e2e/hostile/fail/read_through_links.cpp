// Reads a secret by way of links and of dots.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <fstream>
#include <string>
#include <stdexcept>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  for (const char* name : {"/tmp/link", "link", "/proc/self/cwd/link"}) {
    if (symlink("@SECRET@", name) == 0 && std::ifstream(name)) throw std::runtime_error("readable");
  }
  if (std::ifstream("/usr/lib/../..@SECRET@") || std::ifstream("/proc/self/root@SECRET@")) throw std::runtime_error("readable");
  return 0.0 * dout;
}
}  // namespace backprop
