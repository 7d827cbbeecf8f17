// One product of whole images for each place (k, l) of the filter: views with the stride as their step.
#include <backprop/depthwise_conv.hpp>

namespace backprop {

namespace {

auto steps(std::size_t first, std::size_t count, std::size_t stride) {
  const auto begin = static_cast<std::ptrdiff_t>(first), step = static_cast<std::ptrdiff_t>(stride);
  return xt::range(begin, begin + step * (static_cast<std::ptrdiff_t>(count) - 1) + 1, step);
}

}  // namespace

Forward<Tensor4, DepthwiseConvCache> depthwise_conv_forward(const Tensor4& x, const Tensor3& w,
                                                            const Vector& b, const ConvParam& param) {
  const std::size_t H_out = windows_along("depthwise_conv_forward", x.shape(2), w.shape(1), param);
  const std::size_t W_out = windows_along("depthwise_conv_forward", x.shape(3), w.shape(2), param);
  const Tensor4 padded = pad_forward(x, param.pad).out;
  Tensor4 out = zeros(x.shape(0), x.shape(1), H_out, W_out);
  for (std::size_t c = 0; c < x.shape(1); ++c) {
    auto channel = xt::view(out, xt::all(), c, xt::all(), xt::all());
    channel += b(c);
    for (std::size_t k = 0; k < w.shape(1); ++k)
      for (std::size_t l = 0; l < w.shape(2); ++l)
        channel += w(c, k, l) * xt::view(padded, xt::all(), c, steps(k, H_out, param.stride),
                                         steps(l, W_out, param.stride));
  }
  return {out, {x, w, param}};
}

DepthwiseConvGradients depthwise_conv_backward(const Tensor4& dout, const DepthwiseConvCache& cache) {
  const auto& [x, w, param] = cache;
  const Tensor4 padded = pad_forward(x, param.pad).out;
  Tensor4 dpadded = zeros_like(padded);
  Tensor3 dw = zeros_like(w);
  const auto seen_at = [&, &S = param.stride](auto& images, std::size_t c, std::size_t k, std::size_t l) {
    return xt::view(images, xt::all(), c, steps(k, dout.shape(2), S), steps(l, dout.shape(3), S));
  };
  for (std::size_t c = 0; c < x.shape(1); ++c) {
    const Tensor3 channel = xt::view(dout, xt::all(), c, xt::all(), xt::all());
    for (std::size_t k = 0; k < w.shape(1); ++k)
      for (std::size_t l = 0; l < w.shape(2); ++l) {
        const Tensor3 seen = seen_at(padded, c, k, l);
        dw(c, k, l) = sum(seen * channel);
        seen_at(dpadded, c, k, l) += w(c, k, l) * channel;
      }
  }
  return {pad_backward(dpadded, {param.pad}), dw, sum(sum(dout, 0), {1, 2})};
}

}  // namespace backprop
