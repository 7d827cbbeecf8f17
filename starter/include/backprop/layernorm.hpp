/// Layer normalisation (Ba, Kiros and Hinton, 2016): batch normalisation, turned by 90 degrees. Each example
/// is normalised over its own features, so that examples do not meet, nothing has to be remembered, and
/// training and test are the same.
///
///     mu_n = mean_d x_nd                      var_n = mean_d (x_nd - mu_n)^2
///     xhat = (x - mu) / sqrt(var + eps)       out = gamma xhat + beta
///
/// gamma and beta still belong to features: their gradients sum over the batch, while the statistics run
/// along a row. A row that is nearly constant has ivar as large as 1/sqrt(eps).
/// N = batch size, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct LayernormCache {
  Matrix xhat;   // (N, D)
  Vector ivar;   // (N) 1 / sqrt(var + eps)
  Vector gamma;  // (D)
};

/// x: (N, D), gamma and beta: (D), eps > 0.  Returns out: (N, D) and the cache.  Throws ShapeError when the
/// sizes do not fit.
Forward<Matrix, LayernormCache> layernorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  double eps = 1e-5);

struct LayernormGradients {
  Matrix dx;      // (N, D)
  Vector dgamma;  // (D)
  Vector dbeta;   // (D)
};

/// dout: (N, D) gradient of the loss with respect to out.  Returns dx, dgamma, dbeta.  Throws ShapeError when
/// dout does not fit the cache.
LayernormGradients layernorm_backward(const Matrix& dout, const LayernormCache& cache);

}  // namespace backprop
