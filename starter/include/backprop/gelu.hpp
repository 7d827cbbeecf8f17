/// The Gaussian error linear unit, elementwise (Hendrycks and Gimpel, 2016): x times a gate that x itself
/// opens.
///
///     exact:      g = Phi(x), the probability that a standard normal is below x
///     tanh form:  g = (1 + tanh(u)) / 2        u = sqrt(2 / pi) (x + 0.044715 x^3)
///     both:       out = x g
///
/// The tanh form is that of GPT-2. It differs from the exact one by up to 5e-4, and so do the slopes, by up
/// to 1e-3: the backward pass has to be that of the form which the forward pass took. With growing x the gate
/// is open or closed, and out is x or 0; below x = -0.75 out falls while x rises. Both forms must work for
/// |x| up to 1e3.
/// N = sequences, T = time steps, D = features.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

struct GeluCache {
  Tensor3 x;     // (N, T, D)
  Tensor3 gate;  // (N, T, D) g, between 0 and 1
  bool exact;    // which form g has
};

/// Phi(x), elementwise: the integral of the density e^(-x^2/2) / sqrt(2 pi) up to x.
Tensor3 normal_probability(const Tensor3& x);

/// x: (N, T, D).  Returns out: (N, T, D) and the cache.
Forward<Tensor3, GeluCache> gelu_forward(const Tensor3& x, bool exact = false);

/// dout: (N, T, D) gradient of the loss with respect to out.  Returns dx: (N, T, D).
/// Throws ShapeError when dout and cache.x differ in shape.
Tensor3 gelu_backward(const Tensor3& dout, const GeluCache& cache);

}  // namespace backprop
