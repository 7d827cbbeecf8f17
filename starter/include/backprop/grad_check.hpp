/// The numerical gradient checker: judges a backward pass by differences of the forward pass alone.
///
///     dL/dx_i = lim (L(x + h e_i) - L(x - h e_i)) / (2 h)
///
/// N = batch size, D = input features, M = output features.
#pragma once

#include <backprop/tensor.hpp>
#include <functional>

namespace backprop {

/// A function from a (N, D) matrix to a (N, M) matrix.
using MatrixFunction = std::function<Matrix(const Matrix&)>;

/// Is dx the gradient of L(x) = sum(dout * f(x)) with respect to x, element by element?
///
/// f: any function, smooth or with kinks; x: (N, D), of magnitudes up to 1e3, each at a kink or at least 1e-2
/// away from it; dout: (N, M), the upstream gradient; dx: the answer to be judged.
///
/// True for a right dx, which is exact to about 1e-12 of its largest element; false for a wrong one, in which
/// at least one element is off by 1e-3 of the largest element or more. That holds
///  - whatever the magnitude of the gradient: all of it may be near 1e-6, or near 1e6;
///  - where a part of the gradient vanishes, as in a saturated gate: a relative error of 0 over 0 says
///  nothing;
///  - at a kink, wherever it lies (x = 0 for relu): the slopes to the left and to the right differ there, and
///    everything between them is right, everything outside wrong;
///  - for a dx of the wrong shape, or with a NaN in it: false, not an exception.
bool grad_check(const MatrixFunction& f, const Matrix& x, const Matrix& dout, const Matrix& dx);

}  // namespace backprop
