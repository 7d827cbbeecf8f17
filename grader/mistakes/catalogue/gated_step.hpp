/// Wrong slopes inside a step of a recurrent layer with gates: GRU, LSTM. Their caches hold the gates and the
/// candidate as they came out of their nonlinearities.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// Return the slope of sigmoid or tanh from its value, when right.
using Slope = backprop::Matrix (*)(const backprop::Matrix& value);
backprop::Matrix sigmoid_slope(const backprop::Matrix& value);
backprop::Matrix tanh_slope(const backprop::Matrix& value);

/// Wrong slopes. The first two are those of a sigmoid; the others apply the nonlinearity once more.
backprop::Matrix value_as_slope(const backprop::Matrix& value);
backprop::Matrix sigmoid_as_slope(const backprop::Matrix& value);
backprop::Matrix slope_after_second_sigmoid(const backprop::Matrix& value);
backprop::Matrix slope_after_second_tanh(const backprop::Matrix& value);

/// The slopes that a step's backward pass takes. Each is right unless replaced.
struct Slopes {
  Slope gate = sigmoid_slope;
  Slope candidate = tanh_slope;
};

struct GatedStep {
  /// Runs the step's backward pass with these slopes.
  std::function<Tensors(Given& given, const Slopes& slopes)> back;
  /// What lies behind the gates and the candidate.
  std::vector<std::string> spoils;
  /// The question whether the cache holds the gates, by their names, before or after their sigmoid.
  std::string_view hint_to_gates;

  /// Returns the mistakes in the slopes of any such step, and `own`, the step's own.
  std::vector<KnownMistake> mistakes_and(const std::vector<KnownMistake>& own) const;
};

}  // namespace grader
