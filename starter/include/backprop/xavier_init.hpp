/// Xavier initialisation of an affine layer's weights (Glorot and Bengio, 2010, equation 12, in its normal
/// form).
///
///     w_dm ~ Normal(0, variance 2 / (fan_in + fan_out))
///
/// The variance is a compromise: 1/fan_in would keep the variance of activations from layer to layer on the
/// way forward, 1/fan_out that of gradients on the way back.
#pragma once

#include <backprop/rng.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

/// Returns w: (fan_in, fan_out), drawn with one call of rng.normal(fan_in, fan_out) and scaled.
/// Throws std::invalid_argument when fan_in + fan_out is 0.
Matrix xavier_init(std::size_t fan_in, std::size_t fan_out, Rng& rng);

}  // namespace backprop
