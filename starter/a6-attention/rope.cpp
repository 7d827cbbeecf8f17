#include <backprop/rope.hpp>
#include <cmath>

namespace backprop {

namespace {

// Turns each pair of features, (x(2i), x(2i + 1)), by the angle with this cosine and sine.
Tensor4 turned(const Tensor4& x, const Matrix& cosines, const Matrix& sines) {
  Tensor4 out = x;
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t h = 0; h < x.shape(1); ++h) {
      for (std::size_t t = 0; t < x.shape(2); ++t) {
        for (std::size_t i = 0; i < cosines.shape(1); ++i) {
          const double c = cosines(t, i), s = sines(t, i);
          const double first = x(n, h, t, 2 * i), second = x(n, h, t, 2 * i + 1);
          out(n, h, t, 2 * i) = c * first - s * second;
          out(n, h, t, 2 * i + 1) = s * first + c * second;
        }
      }
    }
  }
  return out;
}

}  // namespace

Forward<Tensor4, RopeCache> rope_forward(const Tensor4& x, std::size_t start, double base) {
  const std::size_t T = x.shape(2), K = x.shape(3);
  if (K % 2 != 0) throw ShapeError("rope_forward: K is " + std::to_string(K) + ", which is odd");
  Matrix cosines = zeros(T, K / 2);
  Matrix sines = zeros(T, K / 2);
  for (std::size_t t = 0; t < T; ++t) {
    for (std::size_t i = 0; i < K / 2; ++i) {
      const double angle = static_cast<double>(start + t) *
                           std::pow(base, -2.0 * static_cast<double>(i) / static_cast<double>(K));
      cosines(t, i) = std::cos(angle);
      sines(t, i) = std::sin(angle);
    }
  }
  return {turned(x, cosines, sines), {cosines, sines}};
}

Tensor4 rope_backward(const Tensor4& dout, const RopeCache& cache) {
  const auto& [cosines, sines] = cache;
  require_shape("rope_backward", "dout", dout.shape(),
                {dout.shape(0), dout.shape(1), cosines.shape(0), 2 * cosines.shape(1)}, "(N, H, T, K)");
  // TODO(a6.rope): the gradient of a linear map is its transpose. What is the transpose of a
  // rotation?
  throw NotImplemented("rope_backward");
}

}  // namespace backprop
