/// Square matrices whose eigenvalues are known, and which are not normal: what one step can multiply by is
/// more than what many steps do.
#pragma once

#include <backprop/rng.hpp>

namespace grader {

/// Which eigenvalues are the largest: one real number, positive or negative; a complex pair; a positive and a
/// negative number; all of them, at random angles.
enum class Largest { positive, negative, complex_pair, opposite, all };

/// (size, size), size >= 2, with the given spectral radius. All other eigenvalues have magnitudes of at most
/// `others` of it. q t q^T with q orthogonal and t block upper triangular, the largest eigenvalues first.
backprop::Matrix matrix_with_spectrum(backprop::Rng& rng, std::size_t size, Largest largest, double radius,
                                      double others);

}  // namespace grader
