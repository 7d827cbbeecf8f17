// xtensor's views: the image is a part of the padded image, in both directions.
#include <backprop/pad.hpp>

namespace backprop {

namespace {

auto inner(std::size_t size, std::size_t pad) {
  return xt::range(static_cast<std::ptrdiff_t>(pad), static_cast<std::ptrdiff_t>(size - pad));
}

}  // namespace

Forward<Tensor4, PadCache> pad_forward(const Tensor4& x, std::size_t pad) {
  Tensor4 out = zeros(x.shape(0), x.shape(1), x.shape(2) + 2 * pad, x.shape(3) + 2 * pad);
  xt::view(out, xt::all(), xt::all(), inner(out.shape(2), pad), inner(out.shape(3), pad)) = x;
  return {out, {pad}};
}

Tensor4 pad_backward(const Tensor4& dout, const PadCache& cache) {
  return xt::view(dout, xt::all(), xt::all(), inner(dout.shape(2), cache.pad),
                  inner(dout.shape(3), cache.pad));
}

}  // namespace backprop
