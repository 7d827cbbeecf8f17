/// A net of any depth, made of your layers. Each hidden layer is
///
///     affine, [batchnorm], relu, [dropout]
///
/// and an affine layer and the softmax loss come at the top. What is in brackets can be left out.
/// Call the layers, bottom up in the forward pass and top down in the backward pass, in a loop: the number of
/// hidden layers is known only when it runs.
/// N = batch size, D = input features, H = units of a hidden layer, C = classes, L = hidden layers.
#pragma once

#include <backprop/affine.hpp>
#include <backprop/batchnorm.hpp>
#include <backprop/dropout.hpp>
#include <backprop/relu.hpp>
#include <backprop/softmax_loss.hpp>
#include <backprop/tensor.hpp>
#include <vector>

namespace backprop {

struct DeepNetSettings {
  bool batchnorm = false;
  double keep = 1.0;  // dropout's p, in (0, 1]; with 1 there is no dropout, and nothing is drawn
};

struct HiddenParameters {
  Matrix w;      // (units below, H)
  Vector b;      // (H)
  Vector gamma;  // (H), not used without batchnorm
  Vector beta;   // (H), not used without batchnorm
};

struct DeepNetParameters {
  std::vector<HiddenParameters> hidden;  // L of them, from the bottom up
  Matrix w;                              // (units below, C)
  Vector b;                              // (C)
};

struct HiddenCache {
  AffineCache affine;
  BatchnormCache batchnorm;
  ReluCache relu;
  DropoutCache dropout;
};

struct DeepNetCache {
  DeepNetSettings settings;
  std::vector<HiddenCache> hidden;  // L
  AffineCache scores;
  SoftmaxLossCache softmax;
};

/// x: (N, D), y: (N) classes in [0, C).  `mode` is that of dropout and batchnorm alike; each hidden layer has
/// its own batchnorm parameters: `batchnorm` holds L of them, whose running statistics are moved in training
/// mode and whose own `mode` does not count. Dropout masks are drawn from `rng`, from the bottom up. Returns
/// the loss, one number, and the cache. Throws ShapeError when the sizes do not fit.
Forward<double, DeepNetCache> deep_net_forward(const Matrix& x, const Labels& y,
                                               const DeepNetParameters& parameters,
                                               const DeepNetSettings& settings, Mode mode,
                                               std::vector<BatchnormParam>& batchnorm, Rng& rng);

/// The gradients of all parameters, each in the place of its parameter.
struct DeepNetGradients {
  std::vector<HiddenParameters> hidden;  // dw, db, dgamma, dbeta; without batchnorm the last two do not count
  Matrix dw;                             // (units below, C)
  Vector db;                             // (C)
};

/// dloss: the upstream gradient, one number; the cache is of a pass in training mode.
DeepNetGradients deep_net_backward(double dloss, const DeepNetCache& cache);

}  // namespace backprop
