/// The backward pass of batch normalisation in closed form: the same dx, dgamma and dbeta as
/// batchnorm_backward gives (see batchnorm.hpp for the forward pass), without the nodes in between.
///
/// Derived on paper: put all the steps into one another, and much of it cancels. With g = gamma dout, dx is
/// g, less its mean over the batch, less its component along xhat, all times ivar.
/// N = batch size, D = features.
#pragma once

#include <backprop/batchnorm.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct BatchnormGradients {
  Matrix dx;      // (N, D)
  Vector dgamma;  // (D)
  Vector dbeta;   // (D)
};

/// dout: (N, D) gradient of the loss with respect to out; the cache is that of batchnorm_forward in training
/// mode. Returns dx, dgamma, dbeta. Throws ShapeError when dout does not fit the cache.
BatchnormGradients batchnorm_backward_alt(const Matrix& dout, const BatchnormCache& cache);

}  // namespace backprop
