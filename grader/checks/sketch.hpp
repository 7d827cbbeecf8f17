/// A sketch of a tensor: a few numbers that tell whether another tensor is equal to it within the tolerance.
/// A wrong answer is known again by its sketch, and nobody can work the answer out from it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "grader/ops/tensor.hpp"

namespace grader {

struct Sketch {
  double largest = 0.0;       // magnitude of the largest finite element
  double projection = 0.0;    // of the finite elements, divided by `largest`, on fixed random weights
  std::uint32_t pattern = 0;  // hash of the shape and of which elements are NaN or infinite
  double weight = 0.0;        // sum of the weights' magnitudes: how far rounding moves the projection
};

/// Returns the sketch of a tensor.
Sketch sketch_of(const Tensor& tensor);

/// Returns the sum of the magnitudes of the first `size` weights.
double sketch_weight(std::size_t size);

/// Returns whether tensors with these sketches are taken for equal. They always are when no element differs
/// by more than the tolerance of the largest element. Tensors that differ by more have different sketches,
/// except where the differences are no larger than the tolerance times the number of elements.
bool same_sketch(const Sketch& a, const Sketch& b);

}  // namespace grader
