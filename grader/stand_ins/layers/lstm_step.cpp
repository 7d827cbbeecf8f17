#include <backprop/lstm_step.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<LstmState, LstmStepCache> lstm_step_forward(const Matrix& x, const Matrix& prev_h,
                                                    const Matrix& prev_c, const Matrix& wx, const Matrix& wh,
                                                    const Vector& b) {
  return grader::call_outside_as(lstm_step_forward, "lstm_step_forward", x, prev_h, prev_c, wx, wh, b);
}

LstmStepGradients lstm_step_backward(const Matrix& dnext_h, const Matrix& dnext_c,
                                     const LstmStepCache& cache) {
  return grader::call_outside_as(lstm_step_backward, "lstm_step_backward", dnext_h, dnext_c, cache);
}

}  // namespace backprop
