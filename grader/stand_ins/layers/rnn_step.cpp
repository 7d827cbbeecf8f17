#include <backprop/rnn_step.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Matrix, RnnStepCache> rnn_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b) {
  return grader::call_outside_as(rnn_step_forward, "rnn_step_forward", x, prev_h, wx, wh, b);
}

RnnStepGradients rnn_step_backward(const Matrix& dnext_h, const RnnStepCache& cache) {
  return grader::call_outside_as(rnn_step_backward, "rnn_step_backward", dnext_h, cache);
}

}  // namespace backprop
