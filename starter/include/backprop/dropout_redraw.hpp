/// Dropout that does not keep its mask: the backward pass draws it a second time, which saves the memory that
/// a mask needs. Activation checkpointing does the same to every layer of a net.
///
///     mask_nd = 1 where uniform_nd < keep, else 0        out = mask * x / keep
///
/// It is right only if the second mask equals the first, bit by bit. A generator moves on with every number
/// that it draws; a copy of it draws the same numbers again.
/// N = batch size, D = features.
#pragma once

#include <backprop/rng.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct DropoutRedrawCache {
  Rng rng;  // what the mask can be drawn from once more
  std::size_t rows;
  std::size_t columns;
  double keep;
};

/// x: (N, D), keep: the probability to keep an element, 0 < keep <= 1. The mask is drawn from rng with one
/// call of rng.uniform(N, D), which moves rng on, also where keep is 1: next_uniform, which the caller's rng
/// draws next, is part of the result.  Returns out: (N, D) and the cache, which has no room for
/// the mask. Throws std::invalid_argument unless 0 < keep <= 1.
Forward<Matrix, DropoutRedrawCache> dropout_redraw_forward(const Matrix& x, double keep, Rng& rng);

/// dout: (N, D) gradient of the loss with respect to out.  Returns dx: (N, D).
/// Throws ShapeError when dout is not (N, D).
Matrix dropout_redraw_backward(const Matrix& dout, const DropoutRedrawCache& cache);

}  // namespace backprop
