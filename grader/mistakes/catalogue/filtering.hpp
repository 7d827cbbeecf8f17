/// Wrong backward passes of layers with filters: the convolution as loops and as a product of matrices, the
/// depthwise and the transposed convolution.
#pragma once

#include "grader/mistakes/catalogue/window.hpp"

namespace grader {

/// What all these layers have: an image that windows lie on, one number for each window and filter, and the
/// weights between them. A convolution reads the image and writes the numbers, a transposed one the other way
/// round.
struct Filtering {
  backprop::Tensor4 image;    // (N, C, H, W) x, or dout of a transposed convolution
  backprop::Tensor4 numbers;  // (N, F, rows, columns) dout, or x of a transposed convolution
  Tensor w;                   // (F, C, HH, WW), or (C, HH, WW) of a depthwise convolution
  Windows windows;

  std::size_t filters() const { return numbers.shape(1); }
  bool is_depthwise() const { return w.shape.size() == 3; }

  double number(std::size_t f, const Tap& tap) const { return numbers(tap.n, f, tap.i, tap.j); }
  /// Where in `w` a filter has the weight (k, l) for the tap's channel.
  std::size_t place_of(std::size_t f, const Tap& tap, std::size_t k, std::size_t l) const {
    const std::size_t channel = is_depthwise() ? tap.c : f * windows.C + tap.c;
    return (channel * windows.HH + k) * windows.WW + l;
  }
  /// Calls visit(f) for each filter that looks at the tap's channel.
  template <class Visit>
  void for_each_filter(const Tap& tap, Visit visit) const {
    if (is_depthwise()) return visit(tap.c);
    for (std::size_t f = 0; f < filters(); ++f) visit(f);
  }
};

/// Makes one of a case, for a convolution that may be depthwise, and for a transposed one.
Filtering convolution_of(Given& given);
Filtering transposed_of(Given& given);
using FilteringOf = Filtering (*)(Given&);

/// Where in the image a tap reads, or where in a filter its weight is.
using Where = Place (*)(const Windows&, const Tap&);
/// The weight by which a filter multiplies a tap.
using Weight = double (*)(const Filtering&, std::size_t f, const Tap&);

Place own_pixel(const Windows&, const Tap& tap);
Place pixel_without_padding(const Windows& windows, const Tap& tap);
Place pixel_without_stride(const Windows& windows, const Tap& tap);
/// The tap's pixel for the last image of the batch, and none for the others.
Place pixel_of_last_example(const Windows& windows, const Tap& tap);
Place own_weight(const Windows&, const Tap& tap);
Place opposite_weight(const Windows& windows, const Tap& tap);

double right_weight(const Filtering& layer, std::size_t f, const Tap& tap);
double flipped_weight(const Filtering& layer, std::size_t f, const Tap& tap);
/// 0 for a window that reaches into the padding.
double weight_off_the_border(const Filtering& layer, std::size_t f, const Tap& tap);
/// What stands at w(c, f) of (C, F, HH, WW).
double weight_of_reshaped_filters(const Filtering& layer, std::size_t f, const Tap& tap);

/// What a tap gets from all filters.
double amount_of(const Filtering& layer, const Tap& tap, Weight weight);
/// The gradient of the image, in which a tap adds its amount at place(tap).
backprop::Tensor4 image_gradient(const Filtering& layer, Where place, Weight weight);
/// The gradient of the numbers, in which a tap is read at place(tap).
backprop::Tensor4 number_gradient(const Filtering& layer, Where place, Weight weight);
/// The gradient of w, in which a tap is read at place(tap) and counts for the weight at to(tap).
Tensor weight_gradient(const Filtering& layer, Where place, Where to);

/// Answers with a wrong dx of a convolution, or with a wrong dw of any of these layers.
WrongAnswer wrong_dx(Where place, Weight weight);
WrongAnswer wrong_dw(FilteringOf layer, Where place, Where to);

/// The mistakes that all these layers have in common.
std::vector<KnownMistake> filter_mistakes(FilteringOf layer);
/// The same, and those that convolutions have in common: all but the transposed one.
std::vector<KnownMistake> window_filter_mistakes();
/// The same, and those of a convolution whose filters look at all channels.
std::vector<KnownMistake> convolution_mistakes();
/// "filters-reshaped", with the layer's own answer.
KnownMistake filters_reshaped(WrongAnswer answer);

}  // namespace grader
