/// Wrong backward passes of elementwise gates whose slope is a function of their own output: sigmoid, tanh.
#pragma once

#include "grader/mistakes/catalogue/one_tensor.hpp"

namespace grader {

struct Gate {
  backprop::Matrix (*forward)(const backprop::Matrix& x);
  backprop::Matrix (*slope)(const backprop::Matrix& z);

  /// The formula is right, but it gets x instead of z.
  WrongAnswer slope_at_input() const {
    return dx([gate = *this](const backprop::Matrix& x, const backprop::Matrix& dz) -> backprop::Matrix {
      return dz * gate.slope(x);
    });
  }
  WrongAnswer slope_applied_twice() const {
    return dx([gate = *this](const backprop::Matrix& x, const backprop::Matrix& dz) -> backprop::Matrix {
      return dz * gate.slope(gate.forward(gate.forward(x)));
    });
  }
  WrongAnswer upstream_ignored() const {
    return dx([gate = *this](const backprop::Matrix& x, const backprop::Matrix&) -> backprop::Matrix {
      return gate.slope(gate.forward(x));
    });
  }
  WrongAnswer wrong_sign() const {
    return dx([gate = *this](const backprop::Matrix& x, const backprop::Matrix& dz) -> backprop::Matrix {
      return -(dz * gate.slope(gate.forward(x)));
    });
  }
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
