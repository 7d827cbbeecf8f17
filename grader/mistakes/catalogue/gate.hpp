/// Wrong backward passes of elementwise gates whose slope is a function of their own output: sigmoid, tanh.
#pragma once

#include <vector>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

struct Gate {
  backprop::Matrix (*forward)(const backprop::Matrix& x);
  backprop::Matrix (*slope)(const backprop::Matrix& z);

  /// Returns the mistakes that any such gate invites, and `own`, the gate's own.
  std::vector<KnownMistake> mistakes_and(const std::vector<KnownMistake>& own) const;

  /// wrong(z, dz).
  WrongAnswer of_output(backprop::Matrix (*wrong)(const backprop::Matrix& z,
                                                  const backprop::Matrix& dz)) const {
    return dx([gate = *this, wrong](const backprop::Matrix& x, const backprop::Matrix& dz) {
      return wrong(gate.forward(x), dz);
    });
  }

  /// from(x, dz).
  template <class From>
  static WrongAnswer dx(From from) {
    return [from](Given& given) {
      return wrong_matrix("x", from(given.in.matrix("x"), given.upstream.matrix("z")));
    };
  }
};

}  // namespace grader
