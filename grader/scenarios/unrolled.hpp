/// Unrolls a recurrent net without input and measures how its gradient grows on the way back.
#pragma once

#include <optional>

#include "grader/scenarios/layers.hpp"

namespace grader {

inline constexpr std::size_t kUnrolled = 50;  // T, as in the essay

/// Runs the subject's rnn over kUnrolled steps, on sequences of zeros from the states h0: (N, H), with an
/// upstream gradient at the last step alone: (N, H). Returns kUnrolled + 1 gradients, (N, H) each, by steps
/// back: the gradient at each pre-activation, seen through wx = 1, and at the end the gradient of h0.
///
/// The state stays 0 from h0 = 0 on, and tanh has a slope of exactly 1 there. Then rnn's backward pass equals
/// the backward pass of the linear recurrence h_t = h_t-1 wh, to the last bit, however large the gradients
/// become.
std::vector<Tensor> rnn_gradients(Subject& subject, const backprop::Matrix& wh, const backprop::Matrix& h0,
                                  const Tensor& upstream);

/// Does the same with ReLU in place of tanh, from the subject's affine and relu: h_t = relu(h_t-1 wh).
std::vector<Tensor> relu_gradients(Subject& subject, const backprop::Matrix& wh, const backprop::Matrix& h0,
                                   const Tensor& upstream);

std::vector<double> norms(const std::vector<Tensor>& tensors);

/// Returns the slope of log(norms) over the index, from `first` on, by least squares. It is the logarithm of
/// the factor of one step. Returns NaN when a norm is 0 or not finite.
double fitted_slope(const std::vector<double>& norms, std::size_t first);

/// Says from which step back on the magnitudes no longer shrink or grow as they should: "is exactly 0 from 21
/// steps back on: ...". Returns nullopt when they are neither cut off nor clipped. Takes at least two
/// magnitudes.
std::optional<std::string> cut_short(const std::vector<double>& magnitudes);

/// Returns the first index at which the logarithms of the magnitudes differ by more than `tolerance`, or
/// nullopt. NaNs and infinities always differ.
std::optional<std::size_t> first_unlike(const std::vector<double>& student,
                                        const std::vector<double>& reference, double tolerance);

}  // namespace grader
