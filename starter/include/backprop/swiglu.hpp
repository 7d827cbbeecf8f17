/// The gated hidden layer of today's transformers (Shazeer, 2020): one projection of x is multiplied by
/// another one, which has passed a silu.
///
///     a = x w        b = x v        out = a s(a) b        s(a) = 1 / (1 + e^-a)
///
/// x goes two ways into out, through w and through v, and each of them is a factor of the other's gradient.
/// Where one of a and b is 0, the other one's way is shut. Must not overflow for |a| up to 1e3.
/// N = sequences, T = time steps, D = features in, M = features out.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct SwigluCache {
  Tensor3 x;  // (N, T, D)
  Matrix w;   // (D, M)
  Matrix v;   // (D, M)
  Tensor3 a;  // (N, T, M)
  Tensor3 b;  // (N, T, M)
};

/// x: (N, T, D), w and v: (D, M).  Returns out: (N, T, M) and the cache.  Throws ShapeError when the sizes do
/// not fit.
Forward<Tensor3, SwigluCache> swiglu_forward(const Tensor3& x, const Matrix& w, const Matrix& v);

struct SwigluGradients {
  Tensor3 dx;  // (N, T, D)
  Matrix dw;   // (D, M)
  Matrix dv;   // (D, M)
};

/// dout: (N, T, M) gradient of the loss with respect to out.  Returns dx, dw, dv.  Throws ShapeError when
/// dout does not fit the cache.
SwigluGradients swiglu_backward(const Tensor3& dout, const SwigluCache& cache);

}  // namespace backprop
