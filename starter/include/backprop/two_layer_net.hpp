/// A net of two layers, made of the layers you have written: affine, relu, affine, softmax loss, and a
/// penalty on both weights.
///
///     scores = relu(x w1 + b1) w2 + b2        loss = softmax_loss(scores, y) + reg/2 (sum w1^2 + sum w2^2)
///
/// Call the layers; derive nothing again. A weight that reaches the loss on two paths gets the sum of both
/// gradients.
/// N = batch size, D = input features, H = hidden units, C = classes.
#pragma once

#include <backprop/affine.hpp>
#include <backprop/l2_penalty.hpp>
#include <backprop/relu.hpp>
#include <backprop/softmax_loss.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

struct TwoLayerParameters {
  Matrix w1;  // (D, H)
  Vector b1;  // (H)
  Matrix w2;  // (H, C)
  Vector b2;  // (C)
};

struct TwoLayerCache {
  AffineCache hidden;
  ReluCache relu;
  AffineCache scores;
  SoftmaxLossCache softmax;
  L2PenaltyCache penalty1;
  L2PenaltyCache penalty2;
};

/// x: (N, D), y: (N) classes in [0, C), reg >= 0.  Returns the loss, one number, and the cache.
/// Throws ShapeError when the sizes do not fit.
Forward<double, TwoLayerCache> two_layer_net_forward(const Matrix& x, const Labels& y,
                                                     const TwoLayerParameters& parameters, double reg);

struct TwoLayerGradients {
  Matrix dw1;  // (D, H)
  Vector db1;  // (H)
  Matrix dw2;  // (H, C)
  Vector db2;  // (C)
};

/// dloss: the upstream gradient, one number.  Returns the gradients of all four parameters.
TwoLayerGradients two_layer_net_backward(double dloss, const TwoLayerCache& cache);

}  // namespace backprop
