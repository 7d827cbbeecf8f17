#include <algorithm>
#include <backprop/transpose.hpp>

#include "kernels.hpp"

namespace backprop {

namespace {

// Rows and columns change places; the elements stay where they are.
detail::ColumnMajorView view_of(const double* data, std::size_t rows, std::size_t columns) {
  return detail::ColumnMajorView(detail::BorrowedElements(data, rows * columns), {columns, rows});
}

}  // namespace

detail::EndOfExpression::~EndOfExpression() {
  if (borrower) borrower->own();
}

template <class View>
TransposedView<View>::TransposedView(const Matrix& x, detail::EndOfExpression& end)
    : View(view_of(x.data(), x.shape(0), x.shape(1))), data_(x.data()), end_(&end) {
  end.borrower = this;
}

template <class View>
TransposedView<View>::TransposedView(Matrix&& x)
    : View(view_of(x.data(), x.shape(0), x.shape(1))), data_(x.data()), owned_(std::move(x)) {}

template <class View>
TransposedView<View>::TransposedView(const TransposedView& other) : View(other), data_(other.data_) {
  own();
}

template <class View>
TransposedView<View>::~TransposedView() {
  if (end_) end_->borrower = nullptr;
}

template <class View>
void TransposedView<View>::own() {
  Matrix copy({this->shape(1), this->shape(0)});
  std::copy_n(data_, copy.size(), copy.data());
  owned_ = std::move(copy);
  data_ = owned_.data();
  this->storage() = detail::BorrowedElements(data_, owned_.size());
  end_ = nullptr;
}

template class TransposedView<detail::ColumnMajorView>;

Matrix evaluate(const Transposed& x) {
  Matrix result({x.shape(0), x.shape(1)});
  kernels::loops().transpose(x.untransposed(), x.shape(1), x.shape(0), result.data());
  return result;
}

Matrix Transpose::operator()(const Transposed& x) const {
  Matrix result({x.shape(1), x.shape(0)});
  std::copy_n(x.untransposed(), result.size(), result.data());
  return result;
}

}  // namespace backprop
