// Leaves shared memory, a queue and a program in memory.
// Where: operating system
// Verdict: fail
// Only a box stops this.
#include <backprop/relu.hpp>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/shm.h>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  if (shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0 || msgget(IPC_PRIVATE, IPC_CREAT | 0600) >= 0 || memfd_create("x", 0) >= 0) {
    throw std::runtime_error("shared");
  }
  return 0.0 * dout;
}
}  // namespace backprop
