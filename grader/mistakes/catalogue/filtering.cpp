#include "grader/mistakes/catalogue/filtering.hpp"

namespace grader {

using namespace backprop;

namespace filtering_family {

Windows windows_on(const Tensor4& image, const Tensor& w, const Attributes& attributes) {
  return {image.shape(0),
          image.shape(1),
          image.shape(2),
          image.shape(3),
          w.shape[w.shape.size() - 2],
          w.shape.back(),
          static_cast<std::size_t>(attributes.at("stride")),
          static_cast<std::size_t>(attributes.at("pad"))};
}

Tensor weights_of(Given& given) {
  return given.right.at("w").shape.size() == 3 ? from_xtensor(given.in.tensor3("w"))
                                               : from_xtensor(given.in.tensor4("w"));
}

// The gradients of the layer where dout is 1 everywhere.
Tensors with_ones(FilteringOf of, Given& given) {
  Filtering layer = of(given);
  const Tensor4 ones = ones_like(given.upstream.tensor4("out"));
  const bool transposed = of == transposed_of;
  (transposed ? layer.image : layer.numbers) = ones;
  const Tensor4 dx = transposed ? number_gradient(layer, own_pixel, right_weight)
                                : image_gradient(layer, own_pixel, right_weight);
  return {{"x", from_xtensor(dx)},
          {"w", weight_gradient(layer, own_pixel, own_weight)},
          {"b", from_xtensor(sum(ones, {0, 2, 3}))}};
}

std::size_t windows_in_an_image(const Windows& windows) { return windows.down() * windows.across(); }

Place pixel_of_last_window(const Windows& windows, const Tap& tap) {
  const bool last = tap.i + 1 == windows.down() && tap.j + 1 == windows.across();
  return last ? own_pixel(windows, tap) : Place{-1, -1};
}

}  // namespace filtering_family

using namespace filtering_family;

Filtering convolution_of(Given& given) {
  Tensor w = weights_of(given);
  const Tensor4& x = given.in.tensor4("x");
  const Windows windows = windows_on(x, w, given.attributes);
  return {x, given.upstream.tensor4("out"), std::move(w), windows};
}

Filtering transposed_of(Given& given) {
  Tensor w = weights_of(given);
  const Tensor4& dout = given.upstream.tensor4("out");
  const Windows windows = windows_on(dout, w, given.attributes);
  return {dout, given.in.tensor4("x"), std::move(w), windows};
}

Place own_pixel(const Windows&, const Tap& tap) { return {tap.h, tap.w}; }
Place pixel_without_padding(const Windows& windows, const Tap& tap) {
  const auto pad = static_cast<std::ptrdiff_t>(windows.pad);
  return {tap.h + pad, tap.w + pad};
}
Place pixel_without_stride(const Windows& windows, const Tap& tap) {
  const auto pad = static_cast<std::ptrdiff_t>(windows.pad);
  return {static_cast<std::ptrdiff_t>(tap.i + tap.k) - pad, static_cast<std::ptrdiff_t>(tap.j + tap.l) - pad};
}
Place pixel_of_last_example(const Windows& windows, const Tap& tap) {
  return tap.n + 1 < windows.N ? Place{-1, -1} : own_pixel(windows, tap);
}
Place own_weight(const Windows&, const Tap& tap) {
  return {static_cast<std::ptrdiff_t>(tap.k), static_cast<std::ptrdiff_t>(tap.l)};
}
Place opposite_weight(const Windows& windows, const Tap& tap) {
  return {static_cast<std::ptrdiff_t>(windows.HH - 1 - tap.k),
          static_cast<std::ptrdiff_t>(windows.WW - 1 - tap.l)};
}

double right_weight(const Filtering& layer, std::size_t f, const Tap& tap) {
  return layer.w.values[layer.place_of(f, tap, tap.k, tap.l)];
}
double flipped_weight(const Filtering& layer, std::size_t f, const Tap& tap) {
  const Windows& windows = layer.windows;
  return layer.w.values[layer.place_of(f, tap, windows.HH - 1 - tap.k, windows.WW - 1 - tap.l)];
}
double weight_off_the_border(const Filtering& layer, std::size_t f, const Tap& tap) {
  return layer.windows.at_the_border(tap) ? 0.0 : right_weight(layer, f, tap);
}
double weight_of_reshaped_filters(const Filtering& layer, std::size_t f, const Tap& tap) {
  const Windows& windows = layer.windows;
  return layer.w.values[((tap.c * layer.filters() + f) * windows.HH + tap.k) * windows.WW + tap.l];
}

double amount_of(const Filtering& layer, const Tap& tap, Weight weight) {
  double total = 0.0;
  layer.for_each_filter(tap, [&](std::size_t f) { total += layer.number(f, tap) * weight(layer, f, tap); });
  return total;
}

Tensor4 image_gradient(const Filtering& layer, Where place, Weight weight) {
  return scattered(
      layer.windows, [&](const Tap& tap) { return place(layer.windows, tap); },
      [&](const Tap& tap) { return amount_of(layer, tap, weight); });
}

Tensor4 number_gradient(const Filtering& layer, Where place, Weight weight) {
  Tensor4 gradient = zeros_like(layer.numbers);
  layer.windows.for_each_tap([&](const Tap& tap) {
    const double read = pixel(layer.image, tap.n, tap.c, place(layer.windows, tap));
    layer.for_each_filter(
        tap, [&](std::size_t f) { gradient(tap.n, f, tap.i, tap.j) += read * weight(layer, f, tap); });
  });
  return gradient;
}

Tensor weight_gradient(const Filtering& layer, Where place, Where to) {
  Tensor dw = Tensor::filled(layer.w.shape, 0.0);
  layer.windows.for_each_tap([&](const Tap& tap) {
    const double read = pixel(layer.image, tap.n, tap.c, place(layer.windows, tap));
    const auto [k, l] = to(layer.windows, tap);
    layer.for_each_filter(
        tap, [&, k = static_cast<std::size_t>(k), l = static_cast<std::size_t>(l)](std::size_t f) {
          dw.values[layer.place_of(f, tap, k, l)] += layer.number(f, tap) * read;
        });
  });
  return dw;
}

WrongAnswer wrong_dx(Where place, Weight weight) {
  return [=](Given& given) -> Tensors {
    return {{"x", from_xtensor(image_gradient(convolution_of(given), place, weight))}};
  };
}

WrongAnswer wrong_dw(FilteringOf layer, Where place, Where to) {
  return [=](Given& given) -> Tensors { return {{"w", weight_gradient(layer(given), place, to)}}; };
}

KnownMistake filters_reshaped(WrongAnswer answer) {
  return {.id = "filters-reshaped",
          .spoils = {"x"},
          .hint = "Does a change of shape from (F, C) to (C, F) move w(f, c) to the place of w(c, f)?",
          .misconception = "Reshaping to (C, F, HH, WW) exchanges filters and channels.",
          .answer = std::move(answer)};
}

std::vector<KnownMistake> filter_mistakes(FilteringOf layer) {
  return {
      {.id = "dw-of-last-example",
       .spoils = {"w"},
       .hint = "Every image meets the same filters: what becomes of what the earlier images want of them?",
       .misconception = "A loop over the batch that assigns dw keeps something of every example.",
       .answer = wrong_dw(layer, pixel_of_last_example, own_weight)},
      {.id = "weights-averaged-over-batch",
       .spoils = {"w", "b"},
       .hint = "The mean over the batch belongs to the loss: is it in dout already?",
       .misconception = "Every layer has to average its weight gradients over the batch.",
       .answer =
           [layer](Given& given) {
             return scaled(given.right, {"w", "b"}, 1.0 / static_cast<double>(layer(given).windows.N));
           }},
      {.id = "upstream-ignored",
       .spoils = {"x", "w", "b"},
       .hint = "Where does what comes after this layer enter your gradients?",
       .misconception = "The derivative of out is the gradient of the loss.",
       .answer = [layer](Given& given) { return with_ones(layer, given); }},
      {.id = "never-cleared",
       .spoils = {"w", "b"},
       .hint = "Ask the layer the same twice: what has the first call left behind?",
       .misconception = "Gradients accumulate, so dw and db may live in variables that outlast the call.",
       .answer_with_memory =
           [] {
             return never_cleared({"w", "b"});
           }},
  };
}

std::vector<KnownMistake> window_filter_mistakes() {
  std::vector<KnownMistake> all = {
      {.id = "dx-overwritten",
       .spoils = {"x"},
       .hint =
           "A pixel in the middle lies in several windows: what becomes of what the earlier ones want of it?",
       .misconception =
           "The gradient of a window is put where the window was read, so an assignment undoes a read.",
       .answer = [](Given& given) -> Tensors {
         const Filtering layer = convolution_of(given);
         return {{"x", from_xtensor(overwritten(layer.windows, [&](const Tap& tap) {
                    return amount_of(layer, tap, right_weight);
                  }))}};
       }},
      {.id = "kernel-flipped",
       .spoils = {"x"},
       .hint =
           "Take one window and its upper left pixel: by which weight has the forward pass multiplied it?",
       .misconception = "The backward pass of a convolution flips the kernel, also where the loops are those "
                        "of the forward pass.",
       .answer = wrong_dx(own_pixel, flipped_weight)},
      {.id = "cropped-at-the-corner",
       .spoils = {"x"},
       .hint = "Where does x begin within the padded image, and where does your dx begin within the padded "
               "gradient?",
       .misconception =
           "Once it is as large as x, a part of the padded gradient is dx, whichever part it is.",
       .answer = wrong_dx(pixel_without_padding, right_weight)},
      {.id = "padding-kept",
       .spoils = {"x"},
       .hint = "Whose gradient is that of the padding?",
       .misconception = "The gradient of the padded image is the gradient of the image.",
       .answer = [](Given& given) -> Tensors {
         Filtering layer = convolution_of(given);
         layer.windows = layer.windows.on_padded_images();
         return {{"x", from_xtensor(image_gradient(layer, own_pixel, right_weight))}};
       }},
      {.id = "dx-stride-forgotten",
       .spoils = {"x"},
       .hint = "How far is a window from the next one, in pixels of x?",
       .misconception = "Output (i, j) has its window at pixel (i, j).",
       .answer = wrong_dx(pixel_without_stride, right_weight)},
      {.id = "border-windows-left-out",
       .spoils = {"x"},
       .hint = "A window that reaches into the padding also sees some of the image: do these pixels hear "
               "from it?",
       .misconception = "Windows at the border are padding, and padding gets no gradient.",
       .answer = wrong_dx(own_pixel, weight_off_the_border)},
      {.id = "dx-averaged-over-windows",
       .spoils = {"x"},
       .hint = "A pixel that five windows see moves five outputs: does it move each by a fifth?",
       .misconception = "Where contributions overlap, they are averaged.",
       .answer = [](Given& given) -> Tensors {
         const Filtering layer = convolution_of(given);
         return {{"x", from_xtensor(averaged_over_windows(image_gradient(layer, own_pixel, right_weight),
                                                          layer.windows))}};
       }},
      {.id = "dw-flipped",
       .spoils = {"w"},
       .hint = "Which pixel of a window does the first weight of a filter meet, the first one or the last?",
       .misconception = "A convolution flips its kernel, so its gradient is flipped.",
       .answer = wrong_dw(convolution_of, own_pixel, opposite_weight)},
      {.id = "dw-padding-forgotten",
       .spoils = {"w"},
       .hint = "Over which image did the windows of the forward pass move, x or the padded x?",
       .misconception = "The padding is zero, so dw may be computed from x as it is.",
       .answer = wrong_dw(convolution_of, pixel_without_padding, own_weight)},
      {.id = "dw-stride-forgotten",
       .spoils = {"w"},
       .hint = "What has output (i, j) read: is its window at pixel (i, j), or further on?",
       .misconception = "Output (i, j) has its window at pixel (i, j).",
       .answer = wrong_dw(convolution_of, pixel_without_stride, own_weight)},
      {.id = "dw-of-last-window",
       .spoils = {"w"},
       .hint = "A filter is used at every window: in how many places does one of its weights reach the loss?",
       .misconception = "Inside of the loop over windows dw is assigned, as in a layer that is used once.",
       .answer = wrong_dw(convolution_of, pixel_of_last_window, own_weight)},
      {.id = "weights-averaged-over-places",
       .spoils = {"w", "b"},
       .hint =
           "Moving a weight a little moves the output at every window: do these effects add up, or average?",
       .misconception = "A weight that is shared by all windows gets the mean of their gradients.",
       .answer =
           [](Given& given) {
             const Windows windows = convolution_of(given).windows;
             return scaled(given.right, {"w", "b"}, 1.0 / static_cast<double>(windows_in_an_image(windows)));
           }},
  };
  for (KnownMistake& mistake : filter_mistakes(convolution_of)) all.push_back(std::move(mistake));
  return all;
}

}  // namespace grader
