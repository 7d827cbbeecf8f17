// Throws what a terminal or a web page would obey.
// Where: run time
// Verdict: crash
#include <backprop/relu.hpp>
#include <stdexcept>

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache&) {
  throw std::runtime_error("\x1b[2J\x1b[32mright 5 / 5\x1b[0m\r\n::set-env name=X::1\n<script>alert(1)</script>\xff\xfe");
}
}  // namespace backprop
