// One-sided differences of second order, which see a kink from both sides, all slopes before any judgement.
#include <algorithm>
#include <backprop/grad_check.hpp>
#include <cmath>

namespace backprop {

namespace {

struct Slopes {
  Matrix left, right;
  double roundoff = 0.0;
};

Slopes slopes_of(const MatrixFunction& f, const Matrix& x, const Matrix& dout) {
  Slopes slopes{x, x, 0.0};
  const Matrix here = f(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double h = 1e-4 * std::max(1.0, std::abs(x.flat(i)));
    const auto moved = [&](double by) {
      Matrix at = x;
      at.flat(i) += by;
      return f(at);
    };
    const Matrix right = 4.0 * moved(h) - moved(2.0 * h) - 3.0 * here;
    const Matrix left = 3.0 * here - 4.0 * moved(-h) + moved(-2.0 * h);
    slopes.right.flat(i) = sum(dout * right) / (2.0 * h);
    slopes.left.flat(i) = sum(dout * left) / (2.0 * h);
    slopes.roundoff = std::max(slopes.roundoff, 4e-15 * sum(abs(dout * here)) / h);
  }
  return slopes;
}

}  // namespace

bool grad_check(const MatrixFunction& f, const Matrix& x, const Matrix& dout, const Matrix& dx) {
  if (dx.shape() != x.shape()) return false;
  const auto [left, right, roundoff] = slopes_of(f, x, dout);
  const double largest = max(xt::maximum(xt::abs(left), xt::abs(right)));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto [lowest, highest] = std::minmax({left.flat(i), right.flat(i)});
    const double tolerance = 1e-5 * largest + roundoff;
    if (!(dx.flat(i) >= lowest - tolerance && dx.flat(i) <= highest + tolerance)) return false;
  }
  return true;
}

}  // namespace backprop
