/// Random orthogonal matrices. As weights they keep every norm, so that only the gates shrink a gradient.
#pragma once

#include <backprop/rng.hpp>

namespace grader {

/// Returns a (size, size) matrix with q q^T = 1. The rows of a standard normal matrix are made orthonormal
/// one after the other (modified Gram-Schmidt, run twice for the last digits).
backprop::Matrix random_orthogonal(backprop::Rng& rng, std::size_t size);

}  // namespace grader
