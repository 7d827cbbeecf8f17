// The target of a TD error: a reward, and what is to be expected after it.
#include <algorithm>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::td_target_formula {

std::vector<FormulaValue> values(const Case& the_case, const Tensors&) {
  const double gamma = the_case.attributes.at("gamma");
  return {number_value("gamma", gamma), number_value("1 - gamma", 1.0 - gamma)};
}

std::vector<FormulaTerm> terms(const Case& the_case, const Tensors&) {
  const Tensor& reward = the_case.inputs.at("reward");
  const Tensor& q_next = the_case.inputs.at("q_next");
  const std::vector<double>& done = the_case.inputs.at("done").values;
  const auto A = static_cast<std::ptrdiff_t>(q_next.shape[1]);
  Tensor last = reward, others = reward, best = reward;
  for (std::size_t n = 0; n < done.size(); ++n) {
    const auto row = q_next.values.begin() + static_cast<std::ptrdiff_t>(n) * A;
    const bool goes_on = done[n] == 0.0;
    best.values[n] = goes_on ? the_case.attributes.at("gamma") * *std::max_element(row, row + A) : 0.0;
    (goes_on ? last : others).values[n] = 0.0;
  }
  return {{"target", "the reward", reward},
          {"target", "the reward of a last step", std::move(last)},
          {"target", "the reward of a step that is not the last", std::move(others)},
          {"target", "what is expected after the step", std::move(best), {"gamma"}}};
}

const FormulaRegistration registration{"td_target", {.values = values, .terms = terms}};

}  // namespace grader::td_target_formula
