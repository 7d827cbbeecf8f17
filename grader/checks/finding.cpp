#include "grader/checks/finding.hpp"

#include <cmath>

namespace grader {

std::string gradient_name(const std::string& input) { return "d" + input; }

std::string place_text(const Shape& shape, std::size_t offset) {
  return shape_text(coordinates(shape, offset));
}

std::map<std::string, std::size_t> symbol_sizes(const Op& op, const Case& the_case) {
  std::map<std::string, std::size_t> sizes;
  for (const InputSpec& input : op.inputs) {
    const Shape& shape = the_case.inputs.at(input.name).shape;
    for (std::size_t i = 0; i < input.shape.size(); ++i) sizes[input.shape[i]] = shape.at(i);
  }
  return sizes;
}

std::string shape_with_symbols(const Shape& shape, const std::vector<std::string>& symbols) {
  std::string text = shape_text(shape);
  if (symbols.empty()) return text;
  text += " = (";
  for (std::size_t i = 0; i < symbols.size(); ++i) text += (i ? ", " : "") + symbols[i];
  return text + ")";
}

std::optional<std::string> first_not_finite(const Tensor& tensor) {
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const double value = tensor.values[i];
    if (std::isfinite(value)) continue;
    const std::string what = std::isnan(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
    return tensor.shape.empty() ? what : what + " at " + place_text(tensor.shape, i);
  }
  return std::nullopt;
}

const Failure* first_failure(const Transcript& transcript) {
  for (const CaseTranscript& entry : transcript) {
    if (entry.failure) return &*entry.failure;
  }
  return nullptr;
}

}  // namespace grader
