/// The L2 penalty on weights ("weight decay"), summed, not averaged.
///
///     loss = reg/2 sum_dm w_dm^2
///
/// The factor 1/2 is CS231n's: it keeps the gradient free of a 2.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct L2PenaltyCache {
  Matrix w;    // (D, M)
  double reg;  // the strength
};

/// w: (D, M) weights, reg >= 0 the strength.  Returns the penalty, one number, and the cache.
Forward<double, L2PenaltyCache> l2_penalty_forward(const Matrix& w, double reg);

/// dloss: the upstream gradient, one number.  Returns dw: (D, M).
Matrix l2_penalty_backward(double dloss, const L2PenaltyCache& cache);

}  // namespace backprop
