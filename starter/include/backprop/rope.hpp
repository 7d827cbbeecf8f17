/// Rotary position embedding (Su and others, 2021): neighbouring features form pairs, and each pair is turned
/// by an angle that grows with the position.
///
///     position of step t:  start + t        angle_ti = (start + t) base^(-2i/K),  i = 0 ... K/2 - 1
///
///     out(2i)     = cos(angle) x(2i) - sin(angle) x(2i + 1)
///     out(2i + 1) = sin(angle) x(2i) + cos(angle) x(2i + 1)
///
/// A rotation keeps lengths, and the product of a turned query with a turned key depends on the distance of
/// their positions alone. The first pair turns by one radian a step, the last one by hardly anything. At
/// position 0 nothing turns. Other code pairs feature i with feature i + K/2; the pairs here are those of the
/// paper.
/// N = sequences, H = heads, T = time steps, K = features of a head, an even number.
#pragma once

#include <backprop/tensor.hpp>
#include <cstddef>

namespace backprop {

struct RopeCache {
  Matrix cosines;  // (T, K/2) of the angles
  Matrix sines;    // (T, K/2)
};

/// x: (N, H, T, K), start: the position of the first step, at most 1e6, base in (1, 1e20].  Returns out:
/// (N, H, T, K) and the cache.  Throws ShapeError when K is odd.
Forward<Tensor4, RopeCache> rope_forward(const Tensor4& x, std::size_t start = 0, double base = 1e4);

/// dout: (N, H, T, K) gradient of the loss with respect to out.  Returns dx: (N, H, T, K).  Throws ShapeError
/// when dout does not fit the cache.
Tensor4 rope_backward(const Tensor4& dout, const RopeCache& cache);

}  // namespace backprop
