// Nothing but loops; dscale takes x back where it is needed, out / scale, before it is multiplied.
#include <backprop/relu_in_place.hpp>

namespace backprop {

Forward<Matrix, ReluInPlaceCache> relu_in_place_forward(Matrix x, const Vector& scale) {
  require_shape("relu_in_place_forward", "scale", scale.shape(), {x.shape(1)}, "(D)");
  for (std::size_t d = 0; d < x.shape(1); ++d) {
    if (scale(d) == 0.0) throw std::invalid_argument("relu_in_place_forward: an element of scale is 0");
    for (std::size_t n = 0; n < x.shape(0); ++n) {
      x(n, d) *= scale(d);
      if (x(n, d) < 0.0) x(n, d) = 0.0;
    }
  }
  return {x, {x, scale}};
}

ReluInPlaceGradients relu_in_place_backward(const Matrix& dout, const ReluInPlaceCache& cache) {
  const auto& [out, scale] = cache;
  require_shape("relu_in_place_backward", "dout", dout.shape(), {out.shape(0), out.shape(1)}, "(N, D)");
  ReluInPlaceGradients gradients{zeros(out.shape(0), out.shape(1)), zeros(scale.size())};
  for (std::size_t d = 0; d < scale.size(); ++d) {
    for (std::size_t n = out.shape(0); n-- > 0;) {
      if (out(n, d) <= 0.0) continue;
      const double x = out(n, d) / scale(d);
      gradients.dx(n, d) = scale(d) * dout(n, d);
      gradients.dscale(d) += x * dout(n, d);
    }
  }
  return gradients;
}

}  // namespace backprop
