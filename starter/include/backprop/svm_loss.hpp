/// Multiclass hinge loss (Weston and Watkins, 1999) with margin 1, averaged over the batch.
///
///     loss = 1/N sum_n sum_{c != y(n)} max(0, x_nc - x_n,y(n) + 1)
///
/// A class whose margin is violated pushes its own score down and the right class's score up.
/// N = batch size, C = classes.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct SvmLossCache {
  Matrix margins;  // (N, C) max(0, x_nc - x_n,y(n) + 1), and 0 at the right class
  Labels y;        // (N)
};

/// x: (N, C) scores, y: (N) the right classes, each in [0, C).  Returns the mean loss, one number, and the
/// cache. Throws ShapeError when x and y differ in N, std::out_of_range for a label outside [0, C).
Forward<double, SvmLossCache> svm_loss_forward(const Matrix& x, const Labels& y);

/// dloss: the upstream gradient, one number.  Returns dx: (N, C).
Matrix svm_loss_backward(double dloss, const SvmLossCache& cache);

}  // namespace backprop
