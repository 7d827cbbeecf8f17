/// A tensor of any rank. Tensors of this type go between the grader and a worker, and into JSON.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
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

/// Values by name. They are ordered by name, so that every loop over them has the same order.
///
/// It is a map whose commonest functions are compiled once, in tensor.cpp. Every layer's file lists tensors,
/// and with the map's own functions it would take a third longer to compile.
template <class Value>
class ByName : public std::map<std::string, Value> {
 public:
  struct Entry {
    std::string_view name;
    Value value;
  };

  ByName();
  /// Of several entries with one name, the first counts.
  ByName(std::initializer_list<Entry> entries);
  ByName(const ByName& other);
  ByName(ByName&& other) noexcept;
  ByName& operator=(const ByName& other);
  ByName& operator=(ByName&& other) noexcept;
  ~ByName();

  Value& operator[](std::string_view name);
  /// Throws std::out_of_range when there is no such name.
  Value& at(std::string_view name);
  const Value& at(std::string_view name) const;
};

extern template class ByName<Tensor>;
extern template class ByName<double>;
using Tensors = ByName<Tensor>;
using Attributes = ByName<double>;

/// Returns the number of elements. Throws std::length_error when a size_t cannot hold it.
std::size_t element_count(const Shape& shape);

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
