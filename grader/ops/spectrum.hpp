/// Makes square matrices with known eigenvalues. They are not normal: one step can amplify more than the
/// average of many steps.
#pragma once

#include <backprop/rng.hpp>

namespace grader {

/// Which eigenvalues are the largest: one real number, positive or negative; a complex pair; a positive and a
/// negative number; or all of them, at random angles.
enum class Largest { positive, negative, complex_pair, opposite, all };

/// Returns a matrix (size, size), size >= 2, with the given spectral radius. The magnitudes of all other
/// eigenvalues are at most `others` times the radius. The matrix is q t q^T with q orthogonal and t block
/// upper triangular, the largest eigenvalues first.
backprop::Matrix matrix_with_spectrum(backprop::Rng& rng, std::size_t size, Largest largest, double radius,
                                      double others);

}  // namespace grader
