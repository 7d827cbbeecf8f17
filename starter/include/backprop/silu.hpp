/// The sigmoid linear unit, elementwise (Elfwing, Uchibe and Doya, 2018), also called Swish (Ramachandran,
/// Zoph and Le, 2017).
///
///     out = x s(x)        s(x) = 1 / (1 + e^-x)
///
/// x reaches out twice: as what passes the gate, and as what opens it. Below x = -1.28 out falls while x
/// rises; the slope is largest at x = 2.4, where it is 1.1. Must not overflow for |x| up to 1e3.
/// N = sequences, T = time steps, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct SiluCache {
  Tensor3 x;  // (N, T, D)
};

/// x: (N, T, D).  Returns out: (N, T, D) and the cache.
Forward<Tensor3, SiluCache> silu_forward(const Tensor3& x);

/// dout: (N, T, D) gradient of the loss with respect to out.  Returns dx: (N, T, D).
/// Throws ShapeError when dout and cache.x differ in shape.
Tensor3 silu_backward(const Tensor3& dout, const SiluCache& cache);

}  // namespace backprop
