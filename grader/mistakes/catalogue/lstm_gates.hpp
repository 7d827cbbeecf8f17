/// The backward pass of an LSTM step in pieces, for mistakes that leave one out.
#pragma once

#include <backprop/lstm_step.hpp>

#include "grader/mistakes/catalogue/recurrence.hpp"

namespace grader {

/// What flows back inside one step. All are (N, H).
struct LstmFlow {
  backprop::Matrix dc;    // all that reaches next_c
  backprop::Matrix da_i;  // each gate's, before its nonlinearity
  backprop::Matrix da_f;
  backprop::Matrix da_o;
  backprop::Matrix da_g;
};

/// Computes the right gradients of the gates from next_h and from `dc`, everything that reaches next_c.
inline LstmFlow lstm_flow(const backprop::LstmStepCache& cache, const backprop::Matrix& dnext_h,
                          const backprop::Matrix& dc) {
  const auto& [x, prev_h, prev_c, wx, wh, i, f, o, g, tanh_c] = cache;
  return {dc, dc * g * i * (1.0 - i), dc * prev_c * f * (1.0 - f), dnext_h * tanh_c * o * (1.0 - o),
          dc * i * (1.0 - g * g)};
}

/// Computes the gradients before the gates.
inline StepBack lstm_step_back(const backprop::LstmStepCache& cache, const LstmFlow& flow) {
  StepBack back = behind_sum(cache, backprop::hstack({flow.da_i, flow.da_f, flow.da_o, flow.da_g}));
  back.dprev_c = flow.dc * cache.f;
  return back;
}

}  // namespace grader
