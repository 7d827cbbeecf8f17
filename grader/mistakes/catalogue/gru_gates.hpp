/// The backward pass of a GRU step in pieces, for mistakes that leave one out.
#pragma once

#include <backprop/gru_step.hpp>

#include "grader/mistakes/catalogue/recurrence.hpp"

namespace grader {

/// What flows back inside one step. All are (N, H).
struct GruFlow {
  backprop::Matrix da_r;  // each gate's and the candidate's, before its nonlinearity
  backprop::Matrix da_z;
  backprop::Matrix da_n;
  backprop::Matrix reset;      // of r prev_h
  backprop::Matrix mix;        // of prev_h, by way of the mix
  backprop::Matrix candidate;  // of prev_h, by way of the candidate
};

/// Return the columns of wh that belong to the two gates and to the candidate.
inline backprop::Matrix gates_of(const backprop::Matrix& wh) {
  return backprop::columns(wh, 0, 2 * wh.shape(0));
}
inline backprop::Matrix candidate_of(const backprop::Matrix& wh) {
  return backprop::columns(wh, 2 * wh.shape(0), 3 * wh.shape(0));
}

/// Computes what the candidate passes on to r and prev_h from da_n, which may be wrong.
inline void flow_from_candidate(GruFlow& flow, const backprop::GruStepCache& cache) {
  flow.reset = backprop::matmul(flow.da_n, backprop::transpose(candidate_of(cache.wh)));
  flow.da_r = flow.reset * cache.prev_h * cache.r * (1.0 - cache.r);
  flow.candidate = flow.reset * cache.r;
}

/// Computes the right gradients from next_h to the gates and prev_h.
inline GruFlow gru_flow(const backprop::GruStepCache& cache, const backprop::Matrix& dnext_h) {
  const auto& [x, prev_h, wx, wh, r, z, n] = cache;
  GruFlow flow;
  flow.mix = dnext_h * z;
  flow.da_z = dnext_h * (prev_h - n) * z * (1.0 - z);
  flow.da_n = dnext_h * (1.0 - z) * (1.0 - n * n);
  flow_from_candidate(flow, cache);
  return flow;
}

/// Returns the part of dprev_h that comes through the two gates.
inline backprop::Matrix by_way_of_gates(const backprop::GruStepCache& cache, const GruFlow& flow) {
  return backprop::matmul(backprop::hstack({flow.da_r, flow.da_z}), backprop::transpose(gates_of(cache.wh)));
}

/// Returns dwh. The candidate's columns multiply `reset_h`, which is r prev_h when right.
inline backprop::Matrix gru_dwh(const backprop::GruStepCache& cache, const GruFlow& flow,
                                const backprop::Matrix& reset_h) {
  using namespace backprop;
  return hstack({matmul(transpose(cache.prev_h), hstack({flow.da_r, flow.da_z})),
                 matmul(transpose(reset_h), flow.da_n)});
}

/// Computes the gradients before the gates.
inline StepBack gru_step_back(const backprop::GruStepCache& cache, const GruFlow& flow) {
  StepBack back = behind_sum(cache, backprop::hstack({flow.da_r, flow.da_z, flow.da_n}));
  back.dprev_h = flow.mix + flow.candidate + by_way_of_gates(cache, flow);
  back.dwh = gru_dwh(cache, flow, cache.r * cache.prev_h);
  return back;
}

}  // namespace grader
