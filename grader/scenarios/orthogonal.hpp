/// Random orthogonal matrices: weights that keep every norm, so that what shrinks a gradient is the gates
/// alone.
#pragma once

#include <backprop/rng.hpp>

namespace grader {

/// (size, size) with q q^T = 1: the rows of a standard normal matrix, made orthonormal one after the other
/// (modified Gram-Schmidt, twice over for the last digits).
backprop::Matrix random_orthogonal(backprop::Rng& rng, std::size_t size);

}  // namespace grader
