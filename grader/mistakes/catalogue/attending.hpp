/// Wrong backward passes of attention, one sequence at a time: shared by attention and its recomputed form.
#pragma once

#include <backprop/heads.hpp>
#include <functional>
#include <vector>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// One sequence, with all that a right backward pass computes on its way.
struct AttendingSequence {
  backprop::Matrix q, k, v;   // (T, D), (S, D), (S, M)
  backprop::Matrix d;         // (T, M) the upstream gradient
  bool causal;                // whether query i sees keys 0 to i only
  double scale;               // 1 / sqrt(D)
  backprop::Matrix s;         // (T, S) the scores, hidden ones too
  backprop::Matrix p;         // (T, S) the weights, 0 where the mask hides a key
  backprop::Matrix dweights;  // (T, S) d v^T
  backprop::Vector lse;       // (T) the log of the sum of e^s over all keys that a query sees
};

/// The gradients of one sequence. An empty one is not wrong.
struct AttendingGradients {
  backprop::Matrix dq = backprop::zeros(0, 0);
  backprop::Matrix dk = backprop::zeros(0, 0);
  backprop::Matrix dv = backprop::zeros(0, 0);
};

/// Returns p (dp - sum of p dp along each row): the softmax's gradient, without the scale.
backprop::Matrix through_softmax(const AttendingSequence& sequence);

/// Returns dq and dk from the gradient ds of q . k, scale included.
AttendingGradients from_products(const AttendingSequence& sequence, const backprop::Matrix& ds);

/// Answers with the gradients that `wrong` gives for each sequence.
WrongAnswer each_sequence(std::function<AttendingGradients(const AttendingSequence&, Given&)> wrong);

/// Returns the mistakes that both layers know, and these further ones.
std::vector<KnownMistake> attending_mistakes_and(std::vector<KnownMistake> more);

}  // namespace grader
