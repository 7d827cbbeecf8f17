/// A tensor of any rank. Tensors of this type go between the grader and a worker, and into JSON.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace grader {

using Shape = std::vector<std::size_t>;

/// Row-major. A number has the empty shape. Integer tensors (labels) store their integers exactly, as
/// doubles.
struct Tensor {
  Shape shape;
  std::vector<double> values;

  /// Makes a number.
  static Tensor scalar(double value) { return {{}, {value}}; }
  /// Makes a tensor whose elements all equal `value`.
  static Tensor filled(Shape shape, double value);

  bool operator==(const Tensor&) const = default;
};

/// Tensors by name. They are ordered by name, so that every loop over them has the same order.
using Tensors = std::map<std::string, Tensor>;
using Attributes = std::map<std::string, double>;

/// Returns the number of elements. Throws std::length_error when a size_t cannot hold it.
std::size_t element_count(const Shape& shape);
/// Returns the number of elements of all of them.
std::size_t element_count(const Tensors& tensors);

/// Writes a shape: "(3, 5)".
std::string shape_text(const Shape& shape);

/// Returns the coordinates of the element at `offset` in row-major order.
Shape coordinates(const Shape& shape, std::size_t offset);

/// Returns whether the shapes and all bits are equal. A NaN equals itself.
bool same_bits(const Tensor& a, const Tensor& b);

double largest_magnitude(const Tensor& tensor);
/// Returns the Euclidean norm of all elements (the Frobenius norm).
double norm(const Tensor& tensor);

}  // namespace grader
