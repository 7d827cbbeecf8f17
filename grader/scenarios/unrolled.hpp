/// A recurrent net without input, unrolled, and how its gradient grows on the way back.
#pragma once

#include <optional>

#include "grader/scenarios/layers.hpp"

namespace grader {

inline constexpr std::size_t kUnrolled = 50;  // T, as in the essay

/// Runs the subject's rnn on sequences of zeros over kUnrolled steps, from the states h0: (N, H), with an
/// upstream gradient at the last step alone: (N, H). The gradient at each pre-activation, seen through wx =
/// 1, and that of h0 at the end: (N, H) each, by steps back, kUnrolled + 1 of them.
///
/// From h0 = 0 the state stays 0, where tanh has slope 1 exactly: then rnn's backward pass is that of the
/// linear recurrence h_t = h_t-1 wh, to the last bit, however large the gradients become.
std::vector<Tensor> rnn_gradients(Subject& subject, const backprop::Matrix& wh, const backprop::Matrix& h0,
                                  const Tensor& upstream);

/// The same net with ReLU in place of tanh, from the subject's affine and relu: h_t = relu(h_t-1 wh).
std::vector<Tensor> relu_gradients(Subject& subject, const backprop::Matrix& wh, const backprop::Matrix& h0,
                                   const Tensor& upstream);

std::vector<double> norms(const std::vector<Tensor>& tensors);

/// The slope of log(norms) over the index, from `first` on, by least squares: the logarithm of what one step
/// multiplies by. NaN where a norm is 0 or not finite.
double fitted_slope(const std::vector<double>& norms, std::size_t first);

/// In words, where magnitudes that should shrink or grow at each step, at least two of them, begin to do
/// something else: "is exactly 0 from 21 steps back on: ..."; nothing where they are neither cut off nor
/// clipped.
std::optional<std::string> cut_short(const std::vector<double>& magnitudes);

/// The first index at which the logarithms of the magnitudes differ by more than `tolerance`; NaN and
/// infinite ones do.
std::optional<std::size_t> first_unlike(const std::vector<double>& student,
                                        const std::vector<double>& reference, double tolerance);

}  // namespace grader
