/// Wrong steps of Adam and AdamW.
#pragma once

#include <vector>

#include "grader/mistakes/catalogue/update_rule.hpp"

namespace grader {

/// A call of Adam, or of AdamW, whose decay has its own way to the weight. A mistake changes the moments,
/// their corrections or the step.
struct MomentCall : UpdateCall {
  explicit MomentCall(Given& given);

  /// Computes m and v from the state before the call.
  void remember();
  double correction1() const;
  double correction2() const;
  backprop::Matrix direction() const { return m / correction1(); }
  backprop::Matrix mean_square() const { return v / correction2(); }
  /// Returns w after the decay, without the step.
  backprop::Matrix kept() const;
  backprop::Matrix step(const backprop::Matrix& mean_gradient, const backprop::Matrix& square) const;
  /// Returns next_w, next_m and next_v.
  Tensors outputs() const;

  const backprop::Matrix& old_m;
  const backprop::Matrix& old_v;
  double beta1;
  double beta2;
  double epsilon;
  double decay;  // 0 for Adam
  double t;      // this step's number, from 1
  backprop::Matrix m;
  backprop::Matrix v;
};

using MomentRule = UpdateRule<MomentCall>;

/// The mistakes in the moments, their corrections and the step: those that everybody makes, and others.
std::vector<KnownMistake> moment_mistakes();
std::vector<KnownMistake> rarer_moment_mistakes();

}  // namespace grader
