#include "grader/ops/layer.hpp"

#include <algorithm>

namespace grader {

InputSpec fixed(const std::string& name, const std::vector<std::string>& shape) {
  return {.name = name, .shape = shape, .differentiable = false};
}

InputSpec integers(const std::string& name, const std::vector<std::string>& shape, const std::string& below) {
  return {.name = name, .shape = shape, .differentiable = false, .integer = true, .below = below};
}

std::vector<std::string> Layer::gradients() const {
  std::vector<std::string> names;
  for (const InputSpec& input : inputs) {
    if (input.differentiable && !input.integer) names.push_back(input.name);
  }
  return names;
}

std::vector<std::string> Layer::differentiable_outputs() const {
  std::vector<std::string> names;
  for (const OutputSpec& output : outputs) {
    if (output.differentiable) names.push_back(output.name);
  }
  return names;
}

bool Layer::has_gradient(const std::string& wanted) const {
  const std::vector<std::string> names = gradients();
  return std::find(names.begin(), names.end(), wanted) != names.end() ||
         std::any_of(nodes.begin(), nodes.end(), [&](const NodeSpec& node) { return node.name == wanted; });
}

}  // namespace grader
