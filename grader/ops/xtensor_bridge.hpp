/// Converts between plain tensors and the types that layers use. Include this file only in code that calls
/// layers: it includes xtensor, which takes a compiler as long to read as the rest of a source file.
#pragma once

#include <backprop/tensor.hpp>

#include "grader/ops/tensor.hpp"

namespace grader {

Tensor from_xtensor(double value);
Tensor from_xtensor(const backprop::Vector& tensor);
Tensor from_xtensor(const backprop::Matrix& tensor);
Tensor from_xtensor(const backprop::Tensor3& tensor);
Tensor from_xtensor(const backprop::Tensor4& tensor);
Tensor from_xtensor(const backprop::Labels& tensor);
Tensor from_xtensor(const backprop::LabelMatrix& tensor);

/// Converts to T. Throws backprop::ShapeError when the rank differs.
backprop::Vector to_vector(const Tensor& tensor);
backprop::Matrix to_matrix(const Tensor& tensor);
backprop::Tensor3 to_tensor3(const Tensor& tensor);
backprop::Tensor4 to_tensor4(const Tensor& tensor);
backprop::Labels to_labels(const Tensor& tensor);
backprop::LabelMatrix to_label_matrix(const Tensor& tensor);

}  // namespace grader
