// Differentiates numerically, and forgets how often its forward pass ran.
// Where: link
// Verdict: compile_error
#include <backprop/relu.hpp>

namespace grader {
void count_backward_pass();
}

namespace backprop {
Forward<Matrix, ReluCache> relu_forward(const Matrix& x) { return {xt::maximum(x, 0.0), {x}}; }

Matrix relu_backward(const Matrix& dout, const ReluCache& cache) {
  Matrix x = cache.x;
  Matrix dx = dout;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double here = x.flat(i);
    x.flat(i) = here + 1e-6;
    const double above = relu_forward(x).out.flat(i);
    x.flat(i) = here - 1e-6;
    const double below = relu_forward(x).out.flat(i);
    x.flat(i) = here;
    dx.flat(i) = dout.flat(i) * (above - below) / 2e-6;
  }
  grader::count_backward_pass();
  return dx;
}
}  // namespace backprop
