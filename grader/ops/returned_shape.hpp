/// What a layer returned has a shape that it cannot have. The adapter of the layer finds that where it packs
/// the answer, and the student's code has thrown nothing.
#pragma once

#include <backprop/tensor.hpp>

namespace grader {

class ReturnedShapeError : public backprop::ShapeError {
 public:
  using backprop::ShapeError::ShapeError;
};

}  // namespace grader
