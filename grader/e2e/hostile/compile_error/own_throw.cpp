// Throws in its own way: it ends the process with success.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>
#include <unistd.h>
#include <stdexcept>
#include <typeinfo>

extern "C" [[noreturn]] void __cxa_throw(void*, void*, void (*)(void*)) { _exit(0); }

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  throw std::runtime_error("never arrives");
}
}  // namespace backprop
