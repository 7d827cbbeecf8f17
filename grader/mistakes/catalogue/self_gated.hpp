/// Wrong backward passes of gates that x itself opens: out = x g(x). They are silu and gelu.
#pragma once

#include <vector>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

/// What a right backward pass is made of: dx = dout (gate + x slope).
struct SelfGated {
  const backprop::Tensor3& x;
  const backprop::Tensor3& dout;
  backprop::Tensor3 gate;
  backprop::Tensor3 slope;  // of the gate

  /// Returns what the right dx multiplies dout by.
  backprop::Tensor3 local() const;
};

struct SelfGatedLayer {
  SelfGated (*of)(Given& given);

  /// Answers with wrong(of(given)).
  WrongAnswer dx(backprop::Tensor3 (*wrong)(const SelfGated& s)) const;
  /// Returns the mistakes that any such layer invites, and `own`, the layer's own.
  std::vector<KnownMistake> mistakes_and(std::vector<KnownMistake> own) const;
};

}  // namespace grader
