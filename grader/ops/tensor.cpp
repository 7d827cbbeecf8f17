#include "grader/ops/tensor.hpp"

#include <algorithm>
#include <backprop/tensor.hpp>
#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace grader {

Tensor Tensor::filled(Shape shape, double value) {
  const std::size_t count = element_count(shape);
  return {std::move(shape), std::vector<double>(count, value)};
}

std::size_t element_count(const Shape& shape) {
  std::size_t count = 1;
  for (const std::size_t size : shape) {
    if (__builtin_mul_overflow(count, size, &count)) throw std::length_error("a shape is too large");
  }
  return count;
}

std::size_t element_count(const Tensors& tensors) {
  std::size_t count = 0;
  for (const auto& [name, tensor] : tensors) count += tensor.values.size();
  return count;
}

std::string shape_text(const Shape& shape) { return backprop::shape_text(shape); }

Shape coordinates(const Shape& shape, std::size_t offset) {
  Shape result(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    result[axis] = offset % shape[axis];
    offset /= shape[axis];
  }
  return result;
}

bool same_bits(const Tensor& a, const Tensor& b) {
  return a.shape == b.shape &&
         std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
                    [](double x, double y) {
                      return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
                    });
}

double largest_magnitude(const Tensor& tensor) {
  double largest = 0.0;
  for (const double value : tensor.values) largest = std::max(largest, std::abs(value));
  return largest;
}

double norm(const Tensor& tensor) {
  double squares = 0.0;
  for (const double value : tensor.values) squares += value * value;
  return std::sqrt(squares);
}

}  // namespace grader
