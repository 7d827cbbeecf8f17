/// One element of each row: the values of the actions that were taken, Q(s, a), out of a table of the values
/// of all actions, Q(s, .).
///
///     out_n = q_n,a(n)
///
/// Nothing else in row n has any influence on the result, so nothing else in it gets a gradient.
/// N = batch size, A = actions.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct GatherCache {
  Labels a;             // (N) the column taken of each row
  std::size_t actions;  // A
};

/// q: (N, A), a: (N) actions, each in [0, A).  Returns out: (N) and the cache.
/// Throws ShapeError when q and a differ in N, std::out_of_range for an action outside [0, A).
Forward<Vector, GatherCache> gather_forward(const Matrix& q, const Labels& a);

/// dout: (N) gradient of the loss with respect to out.  Returns dq: (N, A).
/// Throws ShapeError when dout is not (N).
Matrix gather_backward(const Vector& dout, const GatherCache& cache);

}  // namespace backprop
