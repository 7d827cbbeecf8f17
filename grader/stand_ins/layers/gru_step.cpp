#include <backprop/gru_step.hpp>

#include "grader/ops/packing.hpp"

namespace backprop {

Forward<Matrix, GruStepCache> gru_step_forward(const Matrix& x, const Matrix& prev_h, const Matrix& wx,
                                               const Matrix& wh, const Vector& b) {
  return grader::call_outside_as(gru_step_forward, "gru_step_forward", x, prev_h, wx, wh, b);
}

GruStepGradients gru_step_backward(const Matrix& dnext_h, const GruStepCache& cache) {
  return grader::call_outside_as(gru_step_backward, "gru_step_backward", dnext_h, cache);
}

}  // namespace backprop
