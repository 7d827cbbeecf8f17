#include "grader/checks/tensors_beside.hpp"

#include "grader/checks/finding.hpp"
#include "grader/checks/formula.hpp"

namespace grader {

std::vector<std::pair<std::string, Tensor>> tensors_beside(const JudgedGradient& gradient,
                                                           const JudgedCase& judged) {
  std::vector<std::pair<std::string, Tensor>> tensors;
  for (const InputSpec& input : gradient.op.inputs) {
    if (input.shape == gradient.shape)
      tensors.emplace_back(input.name, judged.entry->the_case.inputs.at(input.name));
  }
  if (const Formula* formula = formula_of(gradient.op.name); formula != nullptr && formula->values) {
    for (FormulaValue& value : formula->values(judged.entry->the_case, judged.entry->u)) {
      if (value.shape == gradient.shape) tensors.emplace_back(value.name, std::move(value.tensor));
    }
  }
  if (gradient.is_output) return tensors;
  for (const OutputSpec& output : gradient.op.outputs) {
    const auto upstream = judged.entry->u.find(output.name);
    if (upstream != judged.entry->u.end() && output.shape == gradient.shape)
      tensors.emplace_back(gradient_name(output.name), upstream->second);
  }
  return tensors;
}

}  // namespace grader
