/// Inputs of the losses of a TD error: predictions q, and targets that give the errors, target - q, that a
/// probe asks for.
#pragma once

#include <vector>

#include "grader/ops/call.hpp"

namespace grader {

/// Returns the inputs of a loss of q and target, both (N).
inline std::vector<InputSpec> td_error_inputs() { return {{"q", {"N"}}, fixed("target", {"N"})}; }

// The rest belongs to the grader.

/// q has multiples of 1/8 in [-4, 4). When the errors are multiples of 1/8 too, target - q equals them to the
/// last bit.
inline Tensors sample_errors(backprop::Rng& rng, const Tensor& errors) {
  Tensor q = Tensor::filled(errors.shape, 0.0);
  for (double& value : q.values) value = static_cast<double>(rng.index(64)) / 8.0 - 4.0;
  Tensor target = q;
  for (std::size_t n = 0; n < q.values.size(); ++n) target.values[n] += errors.values[n];
  return {{"q", std::move(q)}, {"target", std::move(target)}};
}

/// Returns errors that sum to 0, though none is 0: each has its opposite beside it. N must be even.
inline Tensor cancelling_errors(backprop::Rng& rng, std::size_t N) {
  Tensor errors = random_choice(rng, {N}, {-1.5, -0.5, -0.25, 0.25, 0.5, 1.5});
  for (std::size_t n = 1; n < N; n += 2) errors.values[n] = -errors.values[n - 1];
  return errors;
}

/// Returns target - q.
inline std::vector<double> td_errors(const Case& the_case) {
  std::vector<double> errors = the_case.inputs.at("target").values;
  const std::vector<double>& q = the_case.inputs.at("q").values;
  for (std::size_t n = 0; n < errors.size(); ++n) errors[n] -= q[n];
  return errors;
}

}  // namespace grader
