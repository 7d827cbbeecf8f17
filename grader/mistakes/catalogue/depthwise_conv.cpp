#include "grader/mistakes/catalogue/window.hpp"

namespace grader::depthwise_conv_mistakes {

using namespace backprop;

struct Depthwise {
  const Tensor4& x;     // (N, C, H, W)
  const Tensor3& w;     // (C, HH, WW)
  const Tensor4& dout;  // (N, C, H_out, W_out)
  Windows windows;

  explicit Depthwise(Given& given)
      : x(given.in.tensor4("x")),
        w(given.in.tensor3("w")),
        dout(given.upstream.tensor4("out")),
        windows{x.shape(0),
                x.shape(1),
                x.shape(2),
                x.shape(3),
                w.shape(1),
                w.shape(2),
                static_cast<std::size_t>(given.attributes.at("stride")),
                static_cast<std::size_t>(given.attributes.at("pad"))} {}

  double upstream(const Tap& tap) const { return dout(tap.n, tap.c, tap.i, tap.j); }
  double right(const Tap& tap) const { return upstream(tap) * w(tap.c, tap.k, tap.l); }
};

// Answers with dx to which each tap has added amount(layer, tap) at its own place.
template <class Amount>
WrongAnswer each_tap_adds(Amount amount) {
  return [amount](Given& given) -> Tensors {
    const Depthwise layer(given);
    return {{"x", from_xtensor(scattered(layer.windows, right_place,
                                         [&](const Tap& tap) { return amount(layer, tap); }))}};
  };
}

// Answers with dx to which each tap has added the right amount at place(windows, tap).
template <class Where>
WrongAnswer each_tap_at(Where place) {
  return [place](Given& given) -> Tensors {
    const Depthwise layer(given);
    return {{"x", from_xtensor(scattered(
                      layer.windows, [&](const Tap& tap) { return place(layer.windows, tap); },
                      [&](const Tap& tap) { return layer.right(tap); }))}};
  };
}

// dw in which each tap counts that counts(windows, tap), and reads at place(windows, tap).
template <class Counts, class Where>
Tensor3 dw_of(const Depthwise& layer, Counts counts, Where place) {
  Tensor3 dw = zeros_like(layer.w);
  layer.windows.for_each_tap([&](const Tap& tap) {
    if (counts(layer.windows, tap))
      dw(tap.c, tap.k, tap.l) +=
          layer.upstream(tap) * pixel(layer.x, tap.n, tap.c, place(layer.windows, tap));
  });
  return dw;
}

bool all_count(const Windows&, const Tap&) { return true; }
Place right_read(const Windows&, const Tap& tap) { return {tap.h, tap.w}; }
Place without_padding(const Windows& windows, const Tap& tap) {
  const auto pad = static_cast<std::ptrdiff_t>(windows.pad);
  return {tap.h + pad, tap.w + pad};
}
Place without_stride(const Windows& windows, const Tap& tap) {
  const auto pad = static_cast<std::ptrdiff_t>(windows.pad);
  return {static_cast<std::ptrdiff_t>(tap.i + tap.k) - pad, static_cast<std::ptrdiff_t>(tap.j + tap.l) - pad};
}

Tensors wrong_w(const Tensor3& dw) { return {{"w", from_xtensor(dw)}}; }

Tensors one_filter_for_all(Given& given) {
  const Depthwise layer(given);
  const Tensor3 right = dw_of(layer, all_count, right_read);
  Tensor3 dw = zeros_like(right);
  for (std::size_t c = 0; c < dw.shape(0); ++c)
    for (std::size_t other = 0; other < dw.shape(0); ++other)
      for (std::size_t k = 0; k < dw.shape(1); ++k)
        for (std::size_t l = 0; l < dw.shape(2); ++l) dw(c, k, l) += right(other, k, l);
  return wrong_w(dw);
}

Tensors dw_flipped(Given& given) {
  const Depthwise layer(given);
  const Tensor3 right = dw_of(layer, all_count, right_read);
  Tensor3 dw = zeros_like(right);
  for (std::size_t c = 0; c < dw.shape(0); ++c)
    for (std::size_t k = 0; k < dw.shape(1); ++k)
      for (std::size_t l = 0; l < dw.shape(2); ++l)
        dw(c, k, l) = right(c, dw.shape(1) - 1 - k, dw.shape(2) - 1 - l);
  return wrong_w(dw);
}

Tensors one_bias_for_all(Given& given) {
  const Tensor4& dout = given.upstream.tensor4("out");
  return {{"b", Tensor::filled({dout.shape(1)}, sum(dout))}};
}

Tensors upstream_ignored(Given& given) {
  const Depthwise layer(given);
  Tensor3 dw = zeros_like(layer.w);
  layer.windows.for_each_tap(
      [&](const Tap& tap) { dw(tap.c, tap.k, tap.l) += pixel(layer.x, tap.n, tap.c, right_place(tap)); });
  const Tensor4 dx =
      scattered(layer.windows, right_place, [&](const Tap& tap) { return layer.w(tap.c, tap.k, tap.l); });
  return {{"x", from_xtensor(dx)},
          {"w", from_xtensor(dw)},
          {"b", from_xtensor(sum(ones_like(layer.dout), {0, 2, 3}))}};
}

const MistakeRegistration registration{
    "depthwise_conv",
    {
        {.id = "channels-mixed",
         .spoils = {"x"},
         .hint = "Which outputs does a pixel of channel c move: those of all channels?",
         .misconception = "In a convolution every pixel collects from all filters, and so here.",
         .answer = each_tap_adds([](const Depthwise& layer, const Tap& tap) {
           double total = 0.0;
           for (std::size_t c = 0; c < layer.windows.C; ++c)
             total += layer.dout(tap.n, c, tap.i, tap.j) * layer.w(c, tap.k, tap.l);
           return total;
         })},
        {.id = "first-filter-everywhere",
         .spoils = {"x"},
         .hint = "Which filter has looked at channel c?",
         .misconception = "There is one filter, and it is the same for all channels.",
         .answer = each_tap_adds([](const Depthwise& layer, const Tap& tap) {
           return layer.upstream(tap) * layer.w(0, tap.k, tap.l);
         })},
        {.id = "dx-overwritten",
         .spoils = {"x"},
         .hint = "A pixel in the middle lies in several windows: what becomes of what the earlier ones want "
                 "of it?",
         .misconception = "The gradient of a window is put where the window was read.",
         .answer = [](Given& given) -> Tensors {
           const Depthwise layer(given);
           return {{"x", from_xtensor(
                             overwritten(layer.windows, [&](const Tap& tap) { return layer.right(tap); }))}};
         }},
        {.id = "kernel-flipped",
         .spoils = {"x"},
         .hint =
             "Take one window and its upper left pixel: by which weight has the forward pass multiplied it?",
         .misconception = "The backward pass of a convolution flips the kernel, also where the loops are "
                          "those of the forward pass.",
         .answer = each_tap_adds([](const Depthwise& layer, const Tap& tap) {
           return layer.upstream(tap) *
                  layer.w(tap.c, layer.windows.HH - 1 - tap.k, layer.windows.WW - 1 - tap.l);
         })},
        {.id = "cropped-at-the-corner",
         .spoils = {"x"},
         .hint = "Where does x begin within the padded image, and where does your dx begin within the padded "
                 "gradient?",
         .misconception =
             "Once it is as large as x, a part of the padded gradient is dx, whichever part it is.",
         .answer = each_tap_at(without_padding)},
        {.id = "padding-kept",
         .spoils = {"x"},
         .hint = "Whose gradient is that of the padding?",
         .misconception = "The gradient of the padded image is the gradient of the image.",
         .answer = [](Given& given) -> Tensors {
           const Depthwise layer(given);
           const Windows padded = layer.windows.on_padded_images();
           return {{"x", from_xtensor(scattered(padded, right_place,
                                                [&](const Tap& tap) { return layer.right(tap); }))}};
         }},
        {.id = "dx-stride-forgotten",
         .spoils = {"x"},
         .hint = "How far is a window from the next one, in pixels of x?",
         .misconception = "Output (i, j) has its window at pixel (i, j).",
         .answer = each_tap_at(without_stride)},
        {.id = "dx-averaged-over-windows",
         .spoils = {"x"},
         .hint = "A pixel that five windows see moves five outputs: does it move each by a fifth?",
         .misconception = "Where contributions overlap, they are averaged.",
         .answer = [](Given& given) -> Tensors {
           const Depthwise layer(given);
           const Tensor4 dx =
               scattered(layer.windows, right_place, [&](const Tap& tap) { return layer.right(tap); });
           return {{"x", from_xtensor(averaged_over_windows(dx, layer.windows))}};
         }},
        {.id = "border-windows-left-out",
         .spoils = {"x"},
         .hint = "A window that reaches into the padding also sees some of the image: do these pixels hear "
                 "from it?",
         .misconception = "Windows at the border are padding, and padding gets no gradient.",
         .answer = each_tap_adds([](const Depthwise& layer, const Tap& tap) {
           return layer.windows.at_the_border(tap) ? 0.0 : layer.right(tap);
         })},
        {.id = "one-filter-for-all",
         .spoils = {"w"},
         .hint = "Each channel has a filter of its own: does what another channel wants belong in it?",
         .misconception = "The filter is shared by the channels, so its gradients add up over them.",
         .answer = one_filter_for_all},
        {.id = "dw-of-last-example",
         .spoils = {"w"},
         .hint = "Every image meets the same filters: what becomes of what the earlier images want of them?",
         .misconception = "A loop over the batch that assigns dw keeps something of every example.",
         .answer =
             [](Given& given) {
               const auto last = [](const Windows& windows, const Tap& tap) {
                 return tap.n + 1 == windows.N;
               };
               return wrong_w(dw_of(Depthwise(given), last, right_read));
             }},
        {.id = "dw-of-last-window",
         .spoils = {"w"},
         .hint =
             "A filter is used at every window: in how many places does one of its weights reach the loss?",
         .misconception = "Inside of the loop over windows dw is assigned, as in a layer that is used once.",
         .answer =
             [](Given& given) {
               const auto last = [](const Windows& windows, const Tap& tap) {
                 return tap.i + 1 == windows.down() && tap.j + 1 == windows.across();
               };
               return wrong_w(dw_of(Depthwise(given), last, right_read));
             }},
        {.id = "dw-flipped",
         .spoils = {"w"},
         .hint = "Which pixel of a window does the first weight of a filter meet, the first one or the last?",
         .misconception = "A convolution flips its kernel, so its gradient is flipped.",
         .answer = dw_flipped},
        {.id = "dw-padding-forgotten",
         .spoils = {"w"},
         .hint = "Over which image did the windows of the forward pass move, x or the padded x?",
         .misconception = "The padding is zero, so dw may be computed from x as it is.",
         .answer = [](Given& given) { return wrong_w(dw_of(Depthwise(given), all_count, without_padding)); }},
        {.id = "dw-stride-forgotten",
         .spoils = {"w"},
         .hint = "What has output (i, j) read: is its window at pixel (i, j), or further on?",
         .misconception = "Output (i, j) has its window at pixel (i, j).",
         .answer = [](Given& given) { return wrong_w(dw_of(Depthwise(given), all_count, without_stride)); }},
        {.id = "weights-averaged-over-batch",
         .spoils = {"w", "b"},
         .hint = "The mean over the batch belongs to the loss: is it in dout already?",
         .misconception = "Every layer has to average its weight gradients over the batch.",
         .answer =
             [](Given& given) {
               return scaled(given.right, {"w", "b"}, 1.0 / static_cast<double>(Depthwise(given).windows.N));
             }},
        {.id = "weights-averaged-over-places",
         .spoils = {"w", "b"},
         .hint = "Moving a weight a little moves the output at every window: do these effects add up, or "
                 "average?",
         .misconception = "A weight that is shared by all windows gets the mean of their gradients.",
         .answer =
             [](Given& given) {
               const Windows windows = Depthwise(given).windows;
               return scaled(given.right, {"w", "b"},
                             1.0 / static_cast<double>(windows.down() * windows.across()));
             }},
        {.id = "one-bias-for-all",
         .spoils = {"b"},
         .hint = "Over which axes of dout is a bias of one channel shared, and which one is its own?",
         .misconception = "A bias gradient is the sum of dout, over everything.",
         .answer = one_bias_for_all},
        {.id = "upstream-ignored",
         .spoils = {"x", "w", "b"},
         .hint = "Where does what comes after this layer enter your gradients?",
         .misconception = "The derivative of out is the gradient of the loss.",
         .answer = upstream_ignored},
        {.id = "never-cleared",
         .spoils = {"w", "b"},
         .hint = "Ask the layer the same twice: what has the first call left behind?",
         .misconception = "Gradients accumulate, so dw and db may live in variables that outlast the call.",
         .answer_with_memory =
             [] {
               return never_cleared({"w", "b"});
             }},
    }};

}  // namespace grader::depthwise_conv_mistakes
