#include "grader/mistakes/catalogue/gated_step.hpp"

namespace grader {

using backprop::Matrix;

Matrix sigmoid_slope(const Matrix& value) { return value * (1.0 - value); }
Matrix tanh_slope(const Matrix& value) { return 1.0 - value * value; }
Matrix value_as_slope(const Matrix& value) { return value; }
Matrix sigmoid_as_slope(const Matrix& value) { return 1.0 / (1.0 + backprop::exp(-value)); }
Matrix slope_after_second_sigmoid(const Matrix& value) { return sigmoid_slope(sigmoid_as_slope(value)); }
Matrix slope_after_second_tanh(const Matrix& value) { return tanh_slope(backprop::tanh(value)); }

std::vector<KnownMistake> GatedStep::mistakes_and(const std::vector<KnownMistake>& own) const {
  const auto with = [this](const Slopes& slopes) -> WrongAnswer {
    return [back = back, slopes](Given& given) { return back(given, slopes); };
  };
  std::vector<KnownMistake> mistakes = {
      {.id = "slopes-activated-twice",
       .spoils = spoils,
       .hint = "The cache holds the gates and the candidate: before their nonlinearities, or after them?",
       .misconception = "A slope is computed from a gate by its nonlinearity, which the cached gate has "
                        "yet to go through.",
       .answer = with({.gate = slope_after_second_sigmoid, .candidate = slope_after_second_tanh})},
      {.id = "gate-slopes-activated-twice",
       .spoils = spoils,
       .hint = hint_to_gates,
       .misconception =
           "The slope of a sigmoid takes a sigmoid, which the cached gate has yet to go through.",
       .answer = with({.gate = slope_after_second_sigmoid})},
      {.id = "candidate-slope-activated-twice",
       .spoils = spoils,
       .hint = "The cache holds the candidate: before its tanh, or after it?",
       .misconception = "The slope of tanh takes a tanh, which the cached candidate has yet to go through.",
       .answer = with({.candidate = slope_after_second_tanh})},
      {.id = "gates-as-slopes",
       .spoils = spoils,
       .hint = "How steep is a sigmoid where it is nearly 1?",
       .misconception = "The derivative of a sigmoid is its value.",
       .answer = with({.gate = value_as_slope})},
      {.id = "sigmoid-of-gates-as-slopes",
       .spoils = spoils,
       .hint = "How steep is a sigmoid where it is nearly 1, and which numbers does the cache hold?",
       .misconception = "The derivative of a sigmoid is the sigmoid, and the cache holds what goes into it.",
       .answer = with({.gate = sigmoid_as_slope})},
  };
  mistakes.insert(mistakes.end(), own.begin(), own.end());
  return mistakes;
}

}  // namespace grader
