// The Huber loss of target - q: which side of delta an error is on.
#include <cmath>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::huber_loss_formula {

std::vector<FormulaValue> values(const Case& the_case, const Tensors&) {
  Tensor error = the_case.inputs.at("target");
  const std::vector<double>& q = the_case.inputs.at("q").values;
  const double delta = the_case.attributes.at("delta");
  Tensor in_deltas = error;
  for (std::size_t n = 0; n < q.size(); ++n) {
    error.values[n] -= q[n];
    in_deltas.values[n] = std::abs(error.values[n]) / delta;
  }
  return {{"target - q", {"N"}, std::move(error)}, {"|target - q| / delta", {"N"}, std::move(in_deltas)}};
}

const FormulaRegistration huber_loss{"huber_loss", {.values = values}};

}  // namespace grader::huber_loss_formula
