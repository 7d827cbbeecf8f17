/// Wrong backward passes of a convolution, for both of its forms: as loops, and as a product of matrices.
#pragma once

#include "grader/mistakes/catalogue/window.hpp"

namespace grader {

/// What a wrong backward pass of a convolution is given.
struct Convolution {
  explicit Convolution(Given& given);

  const backprop::Tensor4& x;     // (N, C, H, W)
  const backprop::Tensor4& w;     // (F, C, HH, WW)
  const backprop::Tensor4& dout;  // (N, F, H_out, W_out)
  Windows windows;
  std::size_t F;

  /// What filter by filter comes down to a tap: the sum over f of dout times weight(f, tap).
  template <class Weight>
  double down_to(const Tap& tap, Weight weight) const {
    double total = 0.0;
    for (std::size_t f = 0; f < F; ++f) total += dout(tap.n, f, tap.i, tap.j) * weight(f, tap);
    return total;
  }
  double right_weight(std::size_t f, const Tap& tap) const { return w(f, tap.c, tap.k, tap.l); }
};

/// dx with the taps at place(tap) instead, or with weight(f, tap) instead.
template <class Where>
backprop::Tensor4 dx_at(const Convolution& conv, Where place) {
  return scattered(conv.windows, place, [&](const Tap& tap) {
    return conv.down_to(tap, [&](std::size_t f, const Tap& at) { return conv.right_weight(f, at); });
  });
}
template <class Weight>
backprop::Tensor4 dx_with(const Convolution& conv, Weight weight) {
  return scattered(conv.windows, right_place, [&](const Tap& tap) { return conv.down_to(tap, weight); });
}

/// dw in which each tap adds to the weight at to(tap) what it has read at place(tap).
template <class To, class Where>
backprop::Tensor4 dw_of(const Convolution& conv, To to, Where place) {
  backprop::Tensor4 dw = backprop::zeros_like(conv.w);
  conv.windows.for_each_tap([&](const Tap& tap) {
    const auto [k, l] = to(tap);
    const double read = pixel(conv.x, tap.n, tap.c, place(tap));
    for (std::size_t f = 0; f < conv.F; ++f)
      dw(f, tap.c, static_cast<std::size_t>(k), static_cast<std::size_t>(l)) +=
          conv.dout(tap.n, f, tap.i, tap.j) * read;
  });
  return dw;
}

/// Where a tap is in a filter.
inline Place in_filter(const Tap& tap) {
  return {static_cast<std::ptrdiff_t>(tap.k), static_cast<std::ptrdiff_t>(tap.l)};
}

/// The mistakes that both forms of the convolution have in common.
std::vector<KnownMistake> convolution_mistakes();

}  // namespace grader
