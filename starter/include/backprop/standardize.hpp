/// Standardisation, what is done to data before the first layer: each feature is shifted and scaled so that
/// over the training set its mean is 0 and its standard deviation 1.
///
///     mu = mean_m train      s = sqrt(mean_m (train - mu)^2)      out = (x - mu) / s      dout/dx = 1 / s
///
/// mu and s are those of the training set, whatever x is: the training set itself, a batch of it, the test
/// set, a single image. They are data and no function of x, so no gradient flows through them. This is not
/// batch normalisation, whose mean and deviation move with every example of the batch.
///
/// A feature that has one and the same value in all of train has s = 0 there, and is divided by 1: it is
/// shifted only. Look at the values to find it: the computed s of such a feature may be 1e-17, because the
/// mean of many equal numbers is rounded. N = examples, M = training examples, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct StandardizeCache {
  Vector divisor;  // (D) what each feature was divided by: s, or 1 for a feature that is constant in train
};

/// x: (N, D), train: (M, D).  Returns out: (N, D) and the cache.  Throws ShapeError when the two differ in D,
/// and when train has no examples.
Forward<Matrix, StandardizeCache> standardize_forward(const Matrix& x, const Matrix& train);

/// dout: (N, D) gradient of the loss with respect to out.  Returns dx: (N, D), the gradient with respect to
/// the data as they were before.  Throws ShapeError when dout and the cache differ in D.
Matrix standardize_backward(const Matrix& dout, const StandardizeCache& cache);

}  // namespace backprop
