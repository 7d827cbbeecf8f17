#include <backprop/upsample.hpp>

namespace backprop {

Forward<Tensor4, UpsampleCache> upsample_forward(const Tensor4& x, std::size_t rows, std::size_t columns) {
  if (rows == 0 || columns == 0) throw ShapeError("upsample_forward: a block has at least one pixel");
  Tensor4 out = zeros(x.shape(0), x.shape(1), x.shape(2) * rows, x.shape(3) * columns);
  for (std::size_t n = 0; n < out.shape(0); ++n) {
    for (std::size_t c = 0; c < out.shape(1); ++c) {
      for (std::size_t i = 0; i < out.shape(2); ++i) {
        for (std::size_t j = 0; j < out.shape(3); ++j) out(n, c, i, j) = x(n, c, i / rows, j / columns);
      }
    }
  }
  return {std::move(out), {rows, columns}};
}

Tensor4 upsample_backward(const Tensor4& dout, const UpsampleCache& cache) {
  const auto& [rows, columns] = cache;
  if (dout.shape(2) % rows != 0 || dout.shape(3) % columns != 0) {
    throw ShapeError("upsample_backward: dout is " + shape_text(dout.shape()) +
                     ", which is not made of whole blocks");
  }
  Tensor4 dx = zeros(dout.shape(0), dout.shape(1), dout.shape(2) / rows, dout.shape(3) / columns);
  // TODO(a5.upsample): each copy sends its gradient back to the pixel that it was made from.
  throw NotImplemented("upsample_backward");
  return dx;
}

}  // namespace backprop
