/// Shared by all trainings on the digits: batches, and a step of the student's gradient descent.
#pragma once

#include <backprop/rng.hpp>
#include <string>
#include <vector>

#include "grader/scenarios/layers.hpp"

namespace grader {

inline constexpr std::size_t kDigitPixels = 64;
inline constexpr std::size_t kDigitClasses = 10;

struct DigitBatch {
  Tensor x;  // (n, 64)
  Tensor y;  // (n) labels
};

/// Returns n digits, drawn with replacement.
DigitBatch draw_digits(backprop::Rng& rng, std::size_t n);
/// Returns all digits, as one batch.
const DigitBatch& all_digits();

/// Returns the weights that the subject's he_init gives.
backprop::Matrix he_weights(Subject& subject, std::size_t fan_in, std::size_t fan_out, std::uint64_t seed);

/// Returns the weights that the subject's xavier_init gives.
backprop::Matrix xavier_weights(Subject& subject, std::size_t fan_in, std::size_t fan_out,
                                std::uint64_t seed);

/// Returns the parameter after a step of the subject's sgd. A vector counts as a matrix with one row.
Tensor sgd_step(Subject& subject, const Tensor& parameter, const Tensor& gradient, double learning_rate);

/// Returns the mean of the last `count` values, of at least as many.
double mean_of_last(const std::vector<double>& values, std::size_t count);

/// Returns the median of at least one value. A NaN counts as larger than any number.
double median(std::vector<double> values);

}  // namespace grader
