/// He initialisation of an affine layer's weights, for a layer whose outputs go through a ReLU (He et al.,
/// 2015, equation 10).
///
///     w_dm ~ Normal(0, variance 2 / fan_in)
///
/// A ReLU lets through half of what comes, so the mean square of its input has to be twice that of the layer
/// before for nothing to shrink or grow on the way through many layers. fan_in and not fan_out: mind which is
/// which when the layer is not square.
#pragma once

#include <backprop/rng.hpp>
#include <backprop/tensor.hpp>

namespace backprop {

/// Returns w: (fan_in, fan_out), drawn with one call of rng.normal(fan_in, fan_out) and scaled.
/// Throws std::invalid_argument when fan_in is 0.
Matrix he_init(std::size_t fan_in, std::size_t fan_out, Rng& rng);

}  // namespace backprop
