// The slope of the tanh from its argument, which is recovered from the output: 1 / cosh^2. Where the output
// is too near to 1 for that, from the output itself.
#include <backprop/rnn_step.hpp>
#include <cmath>

namespace backprop {

Forward<Matrix, RnnStepCache> rnn_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b) {
  require_shape("rnn_step_forward", "prev_h", prev_h.shape(), {x.shape(0), b.size()}, "(N, H)");
  Matrix next_h = matmul(prev_h, wh) + (matmul(x, wx) + as_row(b));
  for (double& a : next_h) a = std::tanh(a);
  return {next_h, {x, prev_h, wx, wh, next_h}};
}

RnnStepGradients rnn_step_backward(const Matrix& dnext_h, const RnnStepCache& cache) {
  const auto& [x, prev_h, wx, wh, next_h] = cache;
  require_shape("rnn_step_backward", "dnext_h", dnext_h.shape(), {x.shape(0), wh.shape(0)}, "(N, H)");
  Matrix da = dnext_h;
  for (std::size_t i = 0; i < da.size(); ++i) {
    const double h = next_h.flat(i);
    if (std::abs(h) < 0.9) {
      const double cosh = std::cosh(std::atanh(h));
      da.flat(i) /= cosh * cosh;
    } else {
      da.flat(i) *= (1.0 + h) * (1.0 - h);
    }
  }
  return {matmul(da, transpose(wx)), transpose(matmul(wh, transpose(da))),
          transpose(matmul(transpose(da), x)), transpose(matmul(transpose(da), prev_h)), sum(da, 0)};
}

}  // namespace backprop
