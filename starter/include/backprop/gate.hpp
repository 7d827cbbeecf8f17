/// What opens and closes: the sigmoid, as recurrent nets and gated layers use it inside.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

/// a: (N, H), or (N, T, D).  Returns 1 / (1 + e^-a), elementwise; without overflow for large |a|, since no
/// large positive number is exponentiated.
inline Matrix gate(const Matrix& a) {
  const Matrix e = exp(-abs(a));  // in (0, 1]
  return where(a >= 0.0, 1.0, e) / (1.0 + e);
}
inline Tensor3 gate(const Tensor3& a) {
  const Tensor3 e = exp(-abs(a));
  return where(a >= 0.0, 1.0, e) / (1.0 + e);
}

}  // namespace backprop
