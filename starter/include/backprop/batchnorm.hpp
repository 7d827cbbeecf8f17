/// Batch normalisation (Ioffe and Szegedy, 2015): each feature is shifted and scaled so that over the batch
/// its mean is 0 and its variance 1; then gamma and beta give it a scale and a place that can be learnt.
///
///     mu  = mean_n x              xmu = x - mu          sq = xmu^2          var = mean_n sq
///     sqrtvar = sqrt(var + eps)   ivar = 1 / sqrtvar    xhat = xmu ivar     out = gamma xhat + beta
///
/// Every example of a batch reaches every other's output, through mu and var: x has three paths to the loss,
/// and their gradients add up. Where a feature is nearly constant, 1/sqrtvar is as large as 1/sqrt(eps).
/// N = batch size, D = features.
#pragma once

#include <backprop/mode.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct BatchnormParam {
  Mode mode = Mode::train;
  double eps = 1e-5;      // above 0
  double momentum = 0.9;  // in [0, 1]
  Vector running_mean;    // (D), or empty before the first batch: zeros
  Vector running_var;     // (D), or empty before the first batch: zeros
};

/// The nodes of the graph above, as the forward pass has computed them; all but empty after a pass in test
/// mode.
struct BatchnormCache {
  Matrix xmu;      // (N, D)
  Vector sqrtvar;  // (D)
  Vector ivar;     // (D)
  Matrix xhat;     // (N, D)
  Vector gamma;    // (D)
};

/// x: (N, D), gamma and beta: (D).  Returns out: (N, D) and the cache.
///   train: normalises with the batch's mean and (biased) variance, and moves the running ones towards them:
///          running = momentum running + (1 - momentum) of this batch.
///   test:  normalises with the running statistics, which stay as they are.
/// Throws ShapeError when the sizes do not fit.
Forward<Matrix, BatchnormCache> batchnorm_forward(const Matrix& x, const Vector& gamma, const Vector& beta,
                                                  BatchnormParam& param);

/// The gradient of the loss with respect to every node, in the order in which the chain rule meets them. That
/// of a node with several ways to the loss is the sum over all of them.
struct BatchnormSteps {
  Vector dbeta;     // (D)
  Vector dgamma;    // (D)
  Matrix dxhat;     // (N, D)
  Vector divar;     // (D)
  Vector dsqrtvar;  // (D)
  Vector dvar;      // (D)
  Matrix dsq;       // (N, D)
  Matrix dxmu;      // (N, D) both ways: through xhat, and through sq
  Vector dmu;       // (D)
  Matrix dx;        // (N, D) both ways: through xmu, and through mu
};

/// dout: (N, D) gradient of the loss with respect to out, of a pass in training mode.  Returns all gradients,
/// node by node along the graph. Throws ShapeError when dout does not fit the cache, or when that is of a
/// pass in test mode.
BatchnormSteps batchnorm_backward(const Matrix& dout, const BatchnormCache& cache);

}  // namespace backprop
