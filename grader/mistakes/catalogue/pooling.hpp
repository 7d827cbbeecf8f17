/// Wrong backward passes of layers that pool windows: a walk over the windows, which a mistake changes.
#pragma once

#include <backprop/pool_param.hpp>
#include <functional>

#include "grader/mistakes/mistake.hpp"

namespace grader {

/// Where a window lies, and how large it is. It is cut off at the edges of the image.
struct PoolWindow {
  std::size_t n, c, i, j;  // the place of its output
  std::size_t top, left;
  std::size_t bottom, right;  // behind its last row and column
};

/// A call of a pooling layer, and the dx that a mistake fills.
struct PoolCall {
  explicit PoolCall(Given& given);

  const backprop::Tensor4& x;     // (N, C, H, W)
  const backprop::Tensor4& dout;  // (N, C, H_out, W_out)
  backprop::PoolParam param;
  backprop::Tensor4 dx;  // zeros, (N, C, H, W)

  std::size_t H() const { return x.shape(2); }
  std::size_t W() const { return x.shape(3); }
  double of(const PoolWindow& window) const { return dout(window.n, window.c, window.i, window.j); }
  /// The number of pixels of a window.
  double pixels() const { return static_cast<double>(param.height * param.width); }
  Tensors answer() const { return {{"x", from_xtensor(dx)}}; }
};

/// Calls visit(window) for each output, in the order of the forward pass. The windows are those of `param`.
void for_each_window(const PoolCall& call, const backprop::PoolParam& param,
                     const std::function<void(const PoolWindow&)>& visit);

/// Calls visit(row, column) for each pixel of a window, row by row.
template <class Visit>
void for_each_pixel(const PoolWindow& window, Visit visit) {
  for (std::size_t row = window.top; row < window.bottom; ++row) {
    for (std::size_t column = window.left; column < window.right; ++column) visit(row, column);
  }
}

/// Returns the answer of a student who treats each window as `treat` does.
WrongAnswer each_window(void (*treat)(PoolCall& call, const PoolWindow& window));

/// The same with the windows that `wrong` makes of the right parameters.
WrongAnswer each_window_of(backprop::PoolParam (*wrong)(backprop::PoolParam right),
                           void (*treat)(PoolCall& call, const PoolWindow& window));

/// The right dx times a factor.
WrongAnswer pooled_dx_times(double (*factor)(const PoolCall& call));

/// Keeps dx between calls, and adds to it as long as its shape stays the same.
WrongAnswer dx_left_over();

/// The mistakes of any layer that pools windows; `treat` is what is right to do with a window.
std::vector<KnownMistake> pooling_mistakes_and(void (*treat)(PoolCall& call, const PoolWindow& window),
                                               std::vector<KnownMistake> own);

}  // namespace grader
