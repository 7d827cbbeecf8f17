/// Inverted dropout (Srivastava et al., 2014): during training each unit is kept with probability p, and made
/// larger by 1/p where it is kept, so that nothing has to be scaled when the net is used.
///
///     train: out = x mask, with mask_nd = 1/p with probability p, else 0        test: out = x
///
/// The backward pass is about the mask that the forward pass has drawn. A new one would be as good a mask,
/// and the wrong gradient.
/// N = batch size, D = features.
#pragma once

#include <backprop/mode.hpp>
#include <backprop/rng.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct DropoutCache {
  Mode mode;
  Matrix mask;  // (N, D), each 0 or 1/p; (0, 0) in test mode
};

/// x: (N, D), p in (0, 1] the probability with which a unit is kept.  Returns out: (N, D) and the cache.
/// In training mode the mask is drawn with one call of rng.uniform(N, D): a unit is kept where that is below
/// p. In test mode nothing is drawn. Throws std::invalid_argument for any other p.
Forward<Matrix, DropoutCache> dropout_forward(const Matrix& x, double p, Mode mode, Rng& rng);

/// dout: (N, D) gradient of the loss with respect to out.  Returns dx: (N, D).
/// Throws ShapeError when dout and the mask differ in shape.
Matrix dropout_backward(const Matrix& dout, const DropoutCache& cache);

}  // namespace backprop
