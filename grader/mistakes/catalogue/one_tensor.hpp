/// Answers that are wrong in one tensor only. Most known mistakes have this form.
#pragma once

#include <string>

#include "grader/mistakes/mistake.hpp"

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

}  // namespace grader
