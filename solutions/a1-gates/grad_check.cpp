#include <algorithm>
#include <backprop/grad_check.hpp>
#include <cmath>

namespace backprop {

bool grad_check(const MatrixFunction& f, const Matrix& x, const Matrix& dout, const Matrix& dx) {
  // BEGIN SOLUTION function: compare dx with the slopes of sum(dout * f(x)) on both sides of each element.
  // At a kink the two differ, and anything between them is right. Judge all elements by one scale, that of
  // the largest slope, and allow for what the difference of two losses loses to rounding.
  if (dx.shape() != x.shape()) return false;
  const auto loss = [&](const Matrix& at) { return sum(dout * f(at)); };
  const double here = loss(x);
  const double magnitude = sum(abs(dout * f(x)));

  Matrix lower = x;
  Matrix upper = x;
  double roundoff = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double h = 1e-5 * std::max(1.0, std::abs(x.flat(i)));
    Matrix moved = x;
    moved.flat(i) = x.flat(i) + h;
    const double right = (loss(moved) - here) / h;
    moved.flat(i) = x.flat(i) - h;
    const double left = (here - loss(moved)) / h;
    lower.flat(i) = std::min(left, right);
    upper.flat(i) = std::max(left, right);
    roundoff = std::max(roundoff, 1e-15 * magnitude / h);
  }

  const double largest = std::max(max(abs(lower)), max(abs(upper)));
  const double tolerance = 1e-5 * largest + roundoff;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double outside = std::max(lower.flat(i) - dx.flat(i), dx.flat(i) - upper.flat(i));
    if (!(outside <= tolerance)) return false;  // this way round, a NaN is refused
  }
  return true;
  // END SOLUTION
}

}  // namespace backprop
