#include "grader/ops/xtensor_bridge.hpp"

#include <algorithm>

namespace grader {

namespace {

template <class X>
Tensor copy_out(const X& x) {
  Tensor result{Shape(x.shape().begin(), x.shape().end()), {}};
  result.values.reserve(x.size());
  for (const auto value : x) result.values.push_back(static_cast<double>(value));
  return result;
}

template <class X>
X copy_in(const Tensor& tensor) {
  constexpr std::size_t rank = std::tuple_size_v<typename X::shape_type>;
  if (tensor.shape.size() != rank) {
    throw backprop::ShapeError("a tensor of rank " + std::to_string(rank) + " is needed, not " +
                               shape_text(tensor.shape));
  }
  typename X::shape_type shape{};
  std::copy(tensor.shape.begin(), tensor.shape.end(), shape.begin());
  X result(shape);
  std::transform(tensor.values.begin(), tensor.values.end(), result.begin(),
                 [](double value) { return static_cast<typename X::value_type>(value); });
  return result;
}

}  // namespace

Tensor from_xtensor(double value) { return Tensor::scalar(value); }
Tensor from_xtensor(const backprop::Vector& tensor) { return copy_out(tensor); }
Tensor from_xtensor(const backprop::Matrix& tensor) { return copy_out(tensor); }
Tensor from_xtensor(const backprop::Tensor3& tensor) { return copy_out(tensor); }
Tensor from_xtensor(const backprop::Tensor4& tensor) { return copy_out(tensor); }
Tensor from_xtensor(const backprop::Labels& tensor) { return copy_out(tensor); }
Tensor from_xtensor(const backprop::LabelMatrix& tensor) { return copy_out(tensor); }

backprop::Vector to_vector(const Tensor& tensor) { return copy_in<backprop::Vector>(tensor); }
backprop::Matrix to_matrix(const Tensor& tensor) { return copy_in<backprop::Matrix>(tensor); }
backprop::Tensor3 to_tensor3(const Tensor& tensor) { return copy_in<backprop::Tensor3>(tensor); }
backprop::Tensor4 to_tensor4(const Tensor& tensor) { return copy_in<backprop::Tensor4>(tensor); }
backprop::Labels to_labels(const Tensor& tensor) { return copy_in<backprop::Labels>(tensor); }
backprop::LabelMatrix to_label_matrix(const Tensor& tensor) { return copy_in<backprop::LabelMatrix>(tensor); }

}  // namespace grader
