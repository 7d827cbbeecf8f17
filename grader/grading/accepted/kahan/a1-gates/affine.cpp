// Every sum, forward and backward, with Kahan's compensation.
#include <backprop/affine.hpp>

namespace backprop {

namespace {

class KahanSum {
 public:
  void add(double term) {
    const double corrected = term - lost_;
    const double next = total_ + corrected;
    lost_ = (next - total_) - corrected;
    total_ = next;
  }
  double total() const { return total_; }

 private:
  double total_ = 0.0;
  double lost_ = 0.0;
};

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix result = zeros(a.shape(0), b.shape(1));
  for (std::size_t i = 0; i < a.shape(0); ++i) {
    for (std::size_t j = 0; j < b.shape(1); ++j) {
      KahanSum sum;
      for (std::size_t k = 0; k < a.shape(1); ++k) sum.add(a(i, k) * b(k, j));
      result(i, j) = sum.total();
    }
  }
  return result;
}

}  // namespace

Forward<Matrix, AffineCache> affine_forward(const Matrix& x, const Matrix& w, const Vector& b) {
  require_shape("affine_forward", "w", w.shape(), {x.shape(1), w.shape(1)}, "(D, M)");
  require_shape("affine_forward", "b", b.shape(), {w.shape(1)}, "(M)");
  return {product(x, w) + as_row(b), {x, w}};
}

AffineGradients affine_backward(const Matrix& dout, const AffineCache& cache) {
  require_shape("affine_backward", "dout", dout.shape(), {cache.x.shape(0), cache.w.shape(1)}, "(N, M)");
  Vector db = zeros(dout.shape(1));
  for (std::size_t m = 0; m < db.size(); ++m) {
    KahanSum sum;
    for (std::size_t n = 0; n < dout.shape(0); ++n) sum.add(dout(n, m));
    db(m) = sum.total();
  }
  return {product(dout, transpose(cache.w)), product(transpose(cache.x), dout), db};
}

}  // namespace backprop
