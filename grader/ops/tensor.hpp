/// A tensor of any rank: what crosses the border between the grader and a worker, and what JSON holds.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace grader {

using Shape = std::vector<std::size_t>;

/// Row-major. A number has the empty shape. Integer tensors (labels) hold their integers exactly, as doubles.
struct Tensor {
  Shape shape;
  std::vector<double> values;

  /// A number.
  static Tensor scalar(double value) { return {{}, {value}}; }
  /// All elements equal to `value`.
  static Tensor filled(Shape shape, double value);

  bool operator==(const Tensor&) const = default;
};

/// Tensors by name. Ordered by name, so that whoever walks over them does so in the same order everywhere.
using Tensors = std::map<std::string, Tensor>;
using Attributes = std::map<std::string, double>;

/// The number of elements; throws std::length_error where it exceeds what a size_t holds.
std::size_t element_count(const Shape& shape);

/// "(3, 5)".
std::string shape_text(const Shape& shape);

/// The coordinates of the element at `offset` in row-major order.
Shape coordinates(const Shape& shape, std::size_t offset);

/// Equal in shape and in every bit; a NaN equals itself.
bool same_bits(const Tensor& a, const Tensor& b);

double largest_magnitude(const Tensor& tensor);
/// The Euclidean norm of all elements (Frobenius).
double norm(const Tensor& tensor);

}  // namespace grader
