/// The spectral radius of a square matrix: the magnitude of its largest eigenvalue, real or complex.
///
///     rho(w) = max |lambda|        rho(w) = lim |w^k|^(1/k)        (Gelfand, 1941)
///
/// It is what a recurrence multiplies by, in the long run: below 1 gradients vanish, above 1 they explode. It
/// is not the spectral norm, the largest singular value, which is what one step can multiply by, and which
/// may be much larger. The eigenvalues of a real matrix come in complex pairs as often as not. Then w^k v
/// turns for ever and approaches no eigenvector: the Rayleigh quotient goes up and down, and so does the
/// ratio of one length to the next.
/// H = hidden units.
#pragma once

#include <backprop/tensor.hpp>

namespace backprop {

/// w: (H, H).  Returns the spectral radius, to nine digits where it is well separated: other eigenvalues are
/// at most 0.9 of it, or just as large. 0 for a matrix of zeros. Must neither overflow nor underflow on the
/// way, whatever the scale of w: powers are to be rescaled. Throws ShapeError when w is not square.
double spectral_radius(const Matrix& w);

}  // namespace backprop
