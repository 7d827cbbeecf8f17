/// The simplest wrong answers: one tensor, an elementwise dx, a wrong factor. Most known mistakes have one of
/// these forms.
#pragma once

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "grader/mistakes/mistake.hpp"
#include "grader/ops/tensor.hpp"

namespace grader {

/// An xtensor expression is evaluated when it is passed.
inline Tensors wrong_matrix(const std::string& name, const backprop::Matrix& value) {
  return {{name, from_xtensor(value)}};
}
inline Tensors wrong_vector(const std::string& name, const backprop::Vector& value) {
  return {{name, from_xtensor(value)}};
}

/// Answers with dx of an elementwise layer x -> `output`, from x: (N, D) and the upstream gradient: (N, D).
inline WrongAnswer elementwise(const std::string& output,
                               backprop::Matrix (*dx)(const backprop::Matrix& x,
                                                      const backprop::Matrix& upstream)) {
  return [output, dx](Given& given) {
    return wrong_matrix("x", dx(given.in.matrix("x"), given.upstream.matrix(output)));
  };
}

/// Returns the mistakes of several lists, in order.
inline std::vector<KnownMistake> joined(std::vector<KnownMistake> first, std::vector<KnownMistake> second) {
  first.insert(first.end(), std::make_move_iterator(second.begin()), std::make_move_iterator(second.end()));
  return first;
}

/// Returns the tensors times `factor`.
inline Tensors scaled(Tensors tensors, double factor) {
  for (auto& [name, tensor] : tensors) {
    for (double& value : tensor.values) value *= factor;
  }
  return tensors;
}

/// Returns the tensors that `names` lists, times `factor`.
inline Tensors scaled(const Tensors& tensors, const std::vector<std::string>& names, double factor) {
  Tensors listed;
  for (const std::string& name : names) listed[name] = tensors.at(name);
  return scaled(std::move(listed), factor);
}

}  // namespace grader
