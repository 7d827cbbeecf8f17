/// Wrong backward passes of softmax as a layer, with a mask or without.
#pragma once

#include <vector>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

/// What a right backward pass is made of: dx = p (dp - along), where along is the sum of dp p over the row.
struct SoftmaxRows {
  backprop::Tensor3 p;  // (N, T, S)
  const backprop::Tensor3& dp;

  /// Returns sum_s x, to broadcast along the row: (N, T, 1).
  static backprop::Tensor3 along(const backprop::Tensor3& x);
  backprop::Tensor3 dx() const;
};

struct SoftmaxLayer {
  SoftmaxRows (*of)(Given& given);

  /// Answers with wrong(of(given)).
  WrongAnswer dx(backprop::Tensor3 (*wrong)(const SoftmaxRows& rows)) const;
  /// Answers with the right formula from other probabilities.
  WrongAnswer from(backprop::Tensor3 (*p)(Given& given)) const;
  /// Returns the mistakes that any such layer invites, and `own`, the layer's own.
  std::vector<KnownMistake> mistakes_and(std::vector<KnownMistake> own) const;
};

}  // namespace grader
