// Jumps out of the call to the start of the program's main().
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <csetjmp>
#include <cstdlib>

std::jmp_buf place;
const int kArrived = setjmp(place);

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  std::longjmp(place, 1);
}
}  // namespace backprop
