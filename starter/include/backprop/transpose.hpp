/// transpose(x: (N, D)) -> (D, N).
#pragma once

#include <backprop/types.hpp>

namespace backprop {

namespace detail {

/// The elements of a row-major matrix, read column by column.
using BorrowedElements = xt::xbuffer_adaptor<const double*, xt::no_ownership, std::allocator<double>>;
using ColumnMajorView = xt::xtensor_adaptor<BorrowedElements, 2, xt::layout_type::column_major>;

}  // namespace detail

template <class View>
class TransposedView;
using Transposed = TransposedView<detail::ColumnMajorView>;

namespace detail {

/// A temporary in the expression that calls transpose. When the expression ends, it gives a Transposed that
/// outlives it
/// (`auto t = transpose(x);`) elements of its own.
class EndOfExpression {
 public:
  EndOfExpression() = default;
  EndOfExpression(const EndOfExpression&) = delete;
  EndOfExpression& operator=(const EndOfExpression&) = delete;
  ~EndOfExpression();

  Transposed* borrower = nullptr;
};

}  // namespace detail

/// The transpose of a matrix, as matmul takes it without a copy. Everywhere else it is a tensor as any other.
///
/// Within the expression that made it, it borrows the elements of the matrix. At the end of that expression
/// they are copied, so that it never refers to a matrix that is gone, and does not change with it.
///
/// A template since xtensor takes a class for an expression if it has the form E, or F<E>, of the expression
/// E that it is derived from.
template <class View>
class TransposedView : public View {
 public:
  TransposedView(const Matrix& x, detail::EndOfExpression& end);
  explicit TransposedView(Matrix&& x);
  TransposedView(const TransposedView& other);
  TransposedView& operator=(const TransposedView&) = delete;
  ~TransposedView();

  /// The matrix before it was transposed, row-major.
  const double* untransposed() const { return data_; }

 private:
  friend class detail::EndOfExpression;
  void own();

  const double* data_;
  Matrix owned_;
  detail::EndOfExpression* end_ = nullptr;  // while the elements are borrowed
};

extern template class TransposedView<detail::ColumnMajorView>;

struct Transpose {
  Transposed operator()(const Matrix& x, detail::EndOfExpression&& end = {}) const {
    return Transposed(x, end);
  }
  Transposed operator()(Matrix&& x) const { return Transposed(std::move(x)); }
  Transposed operator()(const Matrix&& x) const { return Transposed(Matrix(x)); }
  /// The transpose of a transpose, and of an expression, which is computed first.
  Matrix operator()(const Transposed& x) const;
  template <class E>
  Transposed operator()(const xt::xexpression<E>& x) const {
    return Transposed(evaluate(x));
  }
};
inline constexpr Transpose transpose{};

Matrix evaluate(const Transposed& x);
inline Matrix zeros_like(const Transposed& x) { return zeros(x.shape(0), x.shape(1)); }
inline Matrix ones_like(const Transposed& x) { return ones(x.shape(0), x.shape(1)); }

}  // namespace backprop
