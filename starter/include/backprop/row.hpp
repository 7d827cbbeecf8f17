/// A row of a tensor, in place: what is added to it is added to the tensor. `row_at` gives one.
#pragma once

#include <backprop/types.hpp>
#include <cstddef>
#include <type_traits>

namespace backprop {

/// A row that may be read. It refers to its tensor, which must outlive it.
struct ConstRow {
  const double* data;
  std::size_t size;

  double operator()(std::size_t index) const;
  operator Vector() const;
};

/// A row that may be written to. Assignments take another row, a Vector or a number, and throw ShapeError
/// when the sizes differ.
struct Row {
  double* data;
  std::size_t size;

  Row(double* first, std::size_t count) : data(first), size(count) {}
  Row(const Row&) = default;
  operator ConstRow() const { return {data, size}; }
  operator Vector() const { return ConstRow{data, size}; }
  double& operator()(std::size_t index) const;

  const Row& operator=(ConstRow other) const;
  const Row& operator=(const Row& other) const { return *this = ConstRow(other); }
  const Row& operator+=(ConstRow other) const;
  const Row& operator-=(ConstRow other) const;
  const Row& operator+=(const Row& other) const { return *this += ConstRow(other); }
  const Row& operator-=(const Row& other) const { return *this -= ConstRow(other); }
  const Row& operator=(const Vector& other) const { return *this = of(other); }
  const Row& operator+=(const Vector& other) const { return *this += of(other); }
  const Row& operator-=(const Vector& other) const { return *this -= of(other); }
  const Row& operator=(double value) const;
  const Row& operator*=(double factor) const;
  const Row& operator/=(double divisor) const;

 private:
  static ConstRow of(const Vector& v) { return {v.data(), v.size()}; }
};

namespace detail {

template <class E>
concept AnyRow =
    std::is_same_v<std::remove_cvref_t<E>, Row> || std::is_same_v<std::remove_cvref_t<E>, ConstRow>;

template <AnyRow E>
inline constexpr std::size_t rank_of<E> = 1;

}  // namespace detail

}  // namespace backprop
