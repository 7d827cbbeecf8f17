/// Wrong backward passes of losses on class scores: softmax_loss and svm_loss.
#pragma once

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

struct Classification {
  const backprop::Matrix& x;  // (N, C) scores
  const backprop::Labels& y;  // (N)
  double dloss;
  std::size_t N = x.shape(0);
  std::size_t C = x.shape(1);

  std::size_t right_class(std::size_t n) const { return static_cast<std::size_t>(y(n)); }
  /// Returns dloss / N, the factor of each example's gradient.
  double weight() const { return dloss / static_cast<double>(N); }
};

inline Classification classification_of(Given& given) {
  return {given.in.matrix("x"), given.in.labels("y"), given.upstream.number("loss")};
}

/// Answers with dx of such a loss.
inline WrongAnswer classification(backprop::Matrix (*dx)(const Classification&)) {
  return [dx](Given& given) { return wrong_matrix("x", dx(classification_of(given))); };
}

}  // namespace grader
