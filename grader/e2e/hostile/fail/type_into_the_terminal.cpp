// Types a command into the terminal.
// Where: operating system
// Verdict: fail
#include <backprop/relu.hpp>
#include <fcntl.h>
#include <stdexcept>
#include <sys/ioctl.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  const int terminal = open("/dev/tty", O_RDWR);
  for (const int fd : {0, 1, 2, terminal}) {
    if (ioctl(fd, TIOCSTI, "x") == 0) throw std::runtime_error("typed");
  }
  return 0.0 * dout;
}
}  // namespace backprop
