// Does not call batchnorm on the way back: the closed form, in loops over each channel. The cache is that of
// the forward pass, whose rows are pixels.
#include <backprop/spatial_batchnorm.hpp>

namespace backprop {

Forward<Tensor4, SpatialBatchnormCache> spatial_batchnorm_forward(const Tensor4& x, const Vector& gamma,
                                                                  const Vector& beta, BatchnormParam& param) {
  const std::size_t N = x.shape(0), C = x.shape(1), H = x.shape(2), W = x.shape(3);
  Matrix rows = zeros(N * H * W, C);
  for (std::size_t r = 0; r < N * H * W; ++r) {
    for (std::size_t c = 0; c < C; ++c) rows(r, c) = x(r / (H * W), c, r / W % H, r % W);
  }
  const auto [flat, cache] = batchnorm_forward(rows, gamma, beta, param);
  Tensor4 out = zeros_like(x);
  for (std::size_t r = 0; r < N * H * W; ++r) {
    for (std::size_t c = 0; c < C; ++c) out(r / (H * W), c, r / W % H, r % W) = flat(r, c);
  }
  return {out, {N, H, W, cache}};
}

SpatialBatchnormGradients spatial_batchnorm_backward(const Tensor4& dout,
                                                     const SpatialBatchnormCache& cache) {
  const auto& [N, H, W, batchnorm] = cache;
  const std::size_t C = dout.shape(1);
  const std::size_t count = N * H * W;
  SpatialBatchnormGradients gradients{zeros_like(dout), zeros(C), zeros(C)};
  for (std::size_t c = 0; c < C; ++c) {
    const auto gradient = [&](std::size_t r) { return dout(r / (H * W), c, r / W % H, r % W); };
    for (std::size_t r = 0; r < count; ++r) {
      gradients.dbeta(c) += gradient(r);
      gradients.dgamma(c) += gradient(r) * batchnorm.xhat(r, c);
    }
    for (std::size_t r = 0; r < count; ++r) {
      const double rest = gradients.dbeta(c) + batchnorm.xhat(r, c) * gradients.dgamma(c);
      gradients.dx(r / (H * W), c, r / W % H, r % W) =
          batchnorm.gamma(c) * batchnorm.ivar(c) * (gradient(r) - rest / static_cast<double>(count));
    }
  }
  return gradients;
}

}  // namespace backprop
