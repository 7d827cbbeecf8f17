// Looks around among the processes and folders of the host.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <dirent.h>
#include <stdexcept>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  for (const char* name : {"/proc", "/home", "/root", "/", "/etc", "@SCRATCH@"}) {
    if (DIR* folder = opendir(name)) {
      int count = 0;
      while (readdir(folder)) ++count;
      if (count > 12) throw std::runtime_error("a list");
    }
  }
  return 0.0 * dout;
}
}  // namespace backprop
