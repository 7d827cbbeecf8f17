// Makes itself root in a place of its own.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <sched.h>
#include <stdexcept>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  if (unshare(CLONE_NEWUSER) == 0 || unshare(CLONE_NEWNS) == 0 || mount("none", "/tmp", "tmpfs", 0, nullptr) == 0 ||
      syscall(SYS_clone3, nullptr, 0) >= 0 || chroot("/tmp") == 0) {
    throw std::runtime_error("root");
  }
  return 0.0 * dout;
}
}  // namespace backprop
