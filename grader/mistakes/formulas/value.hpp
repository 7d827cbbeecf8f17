/// Makes the values and terms that the formulas of this folder name.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "grader/checks/formula.hpp"
#include "grader/ops/arguments.hpp"

namespace grader {

inline FormulaValue number_value(const std::string& name, double value) {
  return {name, {}, Tensor::scalar(value)};
}

/// The values of one shape, by name.
template <class T>
std::vector<FormulaValue> values_of_shape(const std::vector<std::string>& shape,
                                          const std::vector<std::pair<const char*, T>>& values) {
  std::vector<FormulaValue> result;
  for (const auto& [name, value] : values) result.push_back({name, shape, from_xtensor(value)});
  return result;
}

/// The number of an upstream gradient without axes, such as dloss.
inline double number_of(const Tensors& upstream, const std::string& output) {
  return upstream.at(output).values.front();
}

}  // namespace grader
