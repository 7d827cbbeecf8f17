// A product with matrices of 0 and 1: out = R x C for each channel, and back dx = R^T dout C^T.
#include <backprop/upsample.hpp>

namespace backprop {

namespace {

// (size * copies, size): row i has its 1 in column i / copies.
Matrix copying(std::size_t size, std::size_t copies) {
  Matrix result = zeros(size * copies, size);
  for (std::size_t i = 0; i < size * copies; ++i) result(i, i / copies) = 1.0;
  return result;
}

// Applies left * image * right to each channel of each image.
Tensor4 between(const Matrix& left, const Tensor4& x, const Matrix& right) {
  Tensor4 out = zeros(x.shape(0), x.shape(1), left.shape(0), right.shape(1));
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t c = 0; c < x.shape(1); ++c) {
      const Matrix image = xt::view(x, n, c);
      xt::view(out, n, c) = matmul(matmul(left, image), right);
    }
  }
  return out;
}

}  // namespace

Forward<Tensor4, UpsampleCache> upsample_forward(const Tensor4& x, std::size_t rows, std::size_t columns) {
  const Matrix right = transpose(copying(x.shape(3), columns));
  return {between(copying(x.shape(2), rows), x, right), {rows, columns}};
}

Tensor4 upsample_backward(const Tensor4& dout, const UpsampleCache& cache) {
  const Matrix left = transpose(copying(dout.shape(2) / cache.rows, cache.rows));
  return between(left, dout, copying(dout.shape(3) / cache.columns, cache.columns));
}

}  // namespace backprop
