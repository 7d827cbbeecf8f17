/// Shared by wrong backward passes of layers whose window moves over images: a walk over all windows.
#pragma once

#include <cstddef>
#include <vector>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

/// One pixel of one window.
struct Tap {
  std::size_t n, c;     // of the image
  std::size_t i, j;     // the window
  std::size_t k, l;     // within the window
  std::ptrdiff_t h, w;  // the pixel; in the padding, it lies outside of the image
};

struct Place {
  std::ptrdiff_t h, w;
};

/// The sizes of images, and of the windows on them.
struct Windows {
  std::size_t N, C, H, W, HH, WW, stride, pad;

  std::size_t down() const { return 1 + (H + 2 * pad - HH) / stride; }
  std::size_t across() const { return 1 + (W + 2 * pad - WW) / stride; }
  bool has(std::ptrdiff_t h, std::ptrdiff_t w) const {
    return h >= 0 && w >= 0 && h < static_cast<std::ptrdiff_t>(H) && w < static_cast<std::ptrdiff_t>(W);
  }
  /// The same windows on images of which the padding is a part.
  Windows on_padded_images() const { return {N, C, H + 2 * pad, W + 2 * pad, HH, WW, stride, 0}; }
  /// Returns whether a part of the window lies in the padding.
  bool at_the_border(const Tap& tap) const {
    const auto first =
        Place{tap.h - static_cast<std::ptrdiff_t>(tap.k), tap.w - static_cast<std::ptrdiff_t>(tap.l)};
    return !has(first.h, first.w) ||
           !has(first.h + static_cast<std::ptrdiff_t>(HH) - 1, first.w + static_cast<std::ptrdiff_t>(WW) - 1);
  }
  /// Calls visit(tap) for every tap, those in the padding included, in the order of n, c, i, j, k, l.
  template <class Visit>
  void for_each_tap(Visit visit) const {
    const auto shift = static_cast<std::ptrdiff_t>(pad);
    for (std::size_t n = 0; n < N; ++n)
      for (std::size_t c = 0; c < C; ++c)
        for (std::size_t i = 0; i < down(); ++i)
          for (std::size_t j = 0; j < across(); ++j)
            for (std::size_t k = 0; k < HH; ++k)
              for (std::size_t l = 0; l < WW; ++l)
                visit(Tap{n, c, i, j, k, l, static_cast<std::ptrdiff_t>(i * stride + k) - shift,
                          static_cast<std::ptrdiff_t>(j * stride + l) - shift});
  }
  backprop::Tensor4 no_image() const { return backprop::zeros(N, C, H, W); }
};

/// Where the pixel of a tap is.
inline Place right_place(const Tap& tap) { return {tap.h, tap.w}; }

/// A pixel of an image of any 4-dimensional tensor, and 0 outside of it.
inline double pixel(const backprop::Tensor4& x, std::size_t n, std::size_t c, Place place) {
  const bool inside = place.h >= 0 && place.w >= 0 && place.h < static_cast<std::ptrdiff_t>(x.shape(2)) &&
                      place.w < static_cast<std::ptrdiff_t>(x.shape(3));
  return inside ? x(n, c, static_cast<std::size_t>(place.h), static_cast<std::size_t>(place.w)) : 0.0;
}

/// Returns images in which each tap has added `amount(tap)` at `place(tap)`, if that is in the image.
template <class Where, class Amount>
backprop::Tensor4 scattered(const Windows& windows, Where place, Amount amount) {
  backprop::Tensor4 dx = windows.no_image();
  windows.for_each_tap([&](const Tap& tap) {
    const Place to = place(tap);
    if (windows.has(to.h, to.w))
      dx(tap.n, tap.c, static_cast<std::size_t>(to.h), static_cast<std::size_t>(to.w)) += amount(tap);
  });
  return dx;
}

/// Returns images in which each tap has written `amount(tap)` over what was there.
template <class Amount>
backprop::Tensor4 overwritten(const Windows& windows, Amount amount) {
  backprop::Tensor4 dx = windows.no_image();
  windows.for_each_tap([&](const Tap& tap) {
    if (windows.has(tap.h, tap.w))
      dx(tap.n, tap.c, static_cast<std::size_t>(tap.h), static_cast<std::size_t>(tap.w)) = amount(tap);
  });
  return dx;
}

/// Returns how many windows see each pixel, at (h, w).
inline backprop::Matrix seen_by(const Windows& windows) {
  backprop::Matrix count = backprop::zeros(windows.H, windows.W);
  windows.for_each_tap([&](const Tap& tap) {
    if (tap.n == 0 && tap.c == 0 && windows.has(tap.h, tap.w))
      count(static_cast<std::size_t>(tap.h), static_cast<std::size_t>(tap.w)) += 1.0;
  });
  return count;
}

/// Returns dx, each pixel divided by the number of windows that see it.
inline backprop::Tensor4 averaged_over_windows(backprop::Tensor4 dx, const Windows& windows) {
  const backprop::Matrix count = seen_by(windows);
  for (std::size_t n = 0; n < dx.shape(0); ++n)
    for (std::size_t c = 0; c < dx.shape(1); ++c)
      for (std::size_t h = 0; h < dx.shape(2); ++h)
        for (std::size_t w = 0; w < dx.shape(3); ++w) dx(n, c, h, w) /= backprop::max(1.0, count(h, w));
  return dx;
}

/// Answers with the right gradients of `names` plus those of the last call, like members that are never
/// reset.
inline WrongAnswer never_cleared(std::vector<std::string> names) {
  return [names, kept = Tensors()](Given& given) mutable -> Tensors {
    Tensors total;
    for (const std::string& name : names) {
      Tensor& now = total[name] = given.right.at(name);
      const Tensor& before = kept[name];
      if (before.shape == now.shape) {
        for (std::size_t i = 0; i < now.values.size(); ++i) now.values[i] += before.values[i];
      }
    }
    kept = total;
    return total;
  };
}

}  // namespace grader
