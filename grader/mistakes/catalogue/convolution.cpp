#include "grader/mistakes/catalogue/convolution.hpp"

namespace grader {

Convolution::Convolution(Given& given)
    : x(given.in.tensor4("x")),
      w(given.in.tensor4("w")),
      dout(given.upstream.tensor4("out")),
      windows{x.shape(0),
              x.shape(1),
              x.shape(2),
              x.shape(3),
              w.shape(2),
              w.shape(3),
              static_cast<std::size_t>(given.attributes.at("stride")),
              static_cast<std::size_t>(given.attributes.at("pad"))},
      F(w.shape(0)) {}

namespace convolution_family {

using namespace backprop;

Tensors wrong_x(const Tensor4& dx) { return {{"x", from_xtensor(dx)}}; }
Tensors wrong_w(const Tensor4& dw) { return {{"w", from_xtensor(dw)}}; }

Tensors dx_overwritten(Given& given) {
  const Convolution conv(given);
  return wrong_x(overwritten(conv.windows, [&](const Tap& tap) {
    return conv.down_to(tap, [&](std::size_t f, const Tap& at) { return conv.right_weight(f, at); });
  }));
}

// As by loops over n, f, i and j that assign: the last window and the last filter stay.
Tensors dx_assigned(Given& given) {
  const Convolution conv(given);
  return wrong_x(overwritten(conv.windows, [&](const Tap& tap) {
    return conv.dout(tap.n, conv.F - 1, tap.i, tap.j) * conv.right_weight(conv.F - 1, tap);
  }));
}

Tensors kernel_flipped(Given& given) {
  const Convolution conv(given);
  return wrong_x(dx_with(conv, [&](std::size_t f, const Tap& tap) {
    return conv.w(f, tap.c, conv.windows.HH - 1 - tap.k, conv.windows.WW - 1 - tap.l);
  }));
}

Tensors cropped_at_the_corner(Given& given) {
  const Convolution conv(given);
  const auto pad = static_cast<std::ptrdiff_t>(conv.windows.pad);
  return wrong_x(dx_at(conv, [pad](const Tap& tap) { return Place{tap.h + pad, tap.w + pad}; }));
}

Tensors padding_kept(Given& given) {
  Convolution conv(given);
  conv.windows = conv.windows.on_padded_images();
  return wrong_x(dx_at(conv, right_place));
}

Tensors dx_stride_forgotten(Given& given) {
  const Convolution conv(given);
  const auto pad = static_cast<std::ptrdiff_t>(conv.windows.pad);
  return wrong_x(dx_at(conv, [pad](const Tap& tap) {
    return Place{static_cast<std::ptrdiff_t>(tap.i + tap.k) - pad,
                 static_cast<std::ptrdiff_t>(tap.j + tap.l) - pad};
  }));
}

Tensors border_windows_left_out(Given& given) {
  const Convolution conv(given);
  return wrong_x(dx_with(conv, [&](std::size_t f, const Tap& tap) {
    return conv.windows.at_the_border(tap) ? 0.0 : conv.right_weight(f, tap);
  }));
}

Tensors dx_of_last_filter(Given& given) {
  const Convolution conv(given);
  return wrong_x(dx_with(
      conv, [&](std::size_t f, const Tap& tap) { return f + 1 < conv.F ? 0.0 : conv.right_weight(f, tap); }));
}

Tensors zeros_taken_for_padding(Given& given) {
  const Convolution conv(given);
  Tensor4 dx = dx_at(conv, right_place);
  for (std::size_t i = 0; i < dx.size(); ++i) {
    if (conv.x.flat(i) == 0.0) dx.flat(i) = 0.0;
  }
  return wrong_x(dx);
}

Tensors dw_flipped(Given& given) {
  const Convolution conv(given);
  const Windows& windows = conv.windows;
  return wrong_w(dw_of(
      conv,
      [&](const Tap& tap) {
        return Place{static_cast<std::ptrdiff_t>(windows.HH - 1 - tap.k),
                     static_cast<std::ptrdiff_t>(windows.WW - 1 - tap.l)};
      },
      right_place));
}

Tensors dw_padding_forgotten(Given& given) {
  const Convolution conv(given);
  const auto pad = static_cast<std::ptrdiff_t>(conv.windows.pad);
  return wrong_w(dw_of(conv, in_filter, [pad](const Tap& tap) { return Place{tap.h + pad, tap.w + pad}; }));
}

Tensors dw_stride_forgotten(Given& given) {
  const Convolution conv(given);
  const auto pad = static_cast<std::ptrdiff_t>(conv.windows.pad);
  return wrong_w(dw_of(conv, in_filter, [pad](const Tap& tap) {
    return Place{static_cast<std::ptrdiff_t>(tap.i + tap.k) - pad,
                 static_cast<std::ptrdiff_t>(tap.j + tap.l) - pad};
  }));
}

Tensors dw_of_last_example(Given& given) {
  const Convolution conv(given);
  return wrong_w(dw_of(conv, in_filter, [&](const Tap& tap) {
    return tap.n + 1 < conv.windows.N ? Place{-1, -1} : right_place(tap);
  }));
}

Tensors dw_of_last_window(Given& given) {
  const Convolution conv(given);
  return wrong_w(dw_of(conv, in_filter, [&](const Tap& tap) {
    const bool last = tap.i + 1 == conv.windows.down() && tap.j + 1 == conv.windows.across();
    return last ? right_place(tap) : Place{-1, -1};
  }));
}

Tensors dw_over_all_channels(Given& given) {
  const Convolution conv(given);
  const Tensor4 right = dw_of(conv, in_filter, right_place);
  Tensor4 dw = zeros_like(right);
  for (std::size_t f = 0; f < conv.F; ++f)
    for (std::size_t c = 0; c < dw.shape(1); ++c)
      for (std::size_t other = 0; other < dw.shape(1); ++other)
        for (std::size_t k = 0; k < dw.shape(2); ++k)
          for (std::size_t l = 0; l < dw.shape(3); ++l) dw(f, c, k, l) += right(f, other, k, l);
  return wrong_w(dw);
}

Tensors upstream_ignored(Given& given) {
  const Convolution conv(given);
  const Tensor4 ones = ones_like(conv.dout);
  Tensor4 dx = scattered(conv.windows, right_place, [&](const Tap& tap) {
    double total = 0.0;
    for (std::size_t f = 0; f < conv.F; ++f) total += conv.right_weight(f, tap);
    return total;
  });
  Tensor4 dw = zeros_like(conv.w);
  conv.windows.for_each_tap([&](const Tap& tap) {
    for (std::size_t f = 0; f < conv.F; ++f)
      dw(f, tap.c, tap.k, tap.l) += pixel(conv.x, tap.n, tap.c, right_place(tap));
  });
  return {{"x", from_xtensor(dx)}, {"w", from_xtensor(dw)}, {"b", from_xtensor(sum(ones, {0, 2, 3}))}};
}

Tensors db_of_first_example(Given& given) {
  const Convolution conv(given);
  Vector db = zeros(conv.F);
  for (std::size_t f = 0; f < conv.F; ++f)
    for (std::size_t i = 0; i < conv.dout.shape(2); ++i)
      for (std::size_t j = 0; j < conv.dout.shape(3); ++j) db(f) += conv.dout(0, f, i, j);
  return {{"b", from_xtensor(db)}};
}

}  // namespace convolution_family

std::vector<KnownMistake> convolution_mistakes() {
  using namespace convolution_family;
  return {
      {.id = "dx-assigned",
       .spoils = {"x"},
       .hint = "All filters look at a pixel, from several windows: what becomes of what the earlier ones "
               "want of it?",
       .misconception = "In the innermost loop a gradient is assigned, as if each pixel were read once.",
       .answer = dx_assigned},
      {.id = "dx-overwritten",
       .spoils = {"x"},
       .hint =
           "A pixel in the middle lies in several windows: what becomes of what the earlier ones want of it?",
       .misconception =
           "The gradient of a window is put where the window was read, so an assignment undoes a read.",
       .answer = dx_overwritten},
      {.id = "kernel-flipped",
       .spoils = {"x"},
       .hint =
           "Take one window and its upper left pixel: by which weight has the forward pass multiplied it?",
       .misconception = "The backward pass of a convolution flips the kernel, also where the loops are those "
                        "of the forward pass.",
       .answer = kernel_flipped},
      {.id = "cropped-at-the-corner",
       .spoils = {"x"},
       .hint = "Where does x begin within the padded image, and where does your dx begin within the padded "
               "gradient?",
       .misconception =
           "Once it is as large as x, a part of the padded gradient is dx, whichever part it is.",
       .answer = cropped_at_the_corner},
      {.id = "padding-kept",
       .spoils = {"x"},
       .hint = "Whose gradient is that of the padding?",
       .misconception = "The gradient of the padded image is the gradient of the image.",
       .answer = padding_kept},
      {.id = "dx-stride-forgotten",
       .spoils = {"x"},
       .hint = "How far is a window from the next one, in pixels of x?",
       .misconception = "Output (i, j) has its window at pixel (i, j).",
       .answer = dx_stride_forgotten},
      {.id = "border-windows-left-out",
       .spoils = {"x"},
       .hint = "A window that reaches into the padding also sees some of the image: do these pixels hear "
               "from it?",
       .misconception = "Windows at the border are padding, and padding gets no gradient.",
       .answer = border_windows_left_out},
      {.id = "dx-averaged-over-windows",
       .spoils = {"x"},
       .hint = "A pixel that five windows see moves five outputs: does it move each by a fifth?",
       .misconception = "Where contributions overlap, they are averaged.",
       .answer =
           [](Given& given) {
             const Convolution conv(given);
             return wrong_x(averaged_over_windows(dx_at(conv, right_place), conv.windows));
           }},
      {.id = "dx-of-last-filter",
       .spoils = {"x"},
       .hint = "All filters look at the same pixels: whose wishes reach your dx?",
       .misconception = "In the loop over the filters dx is assigned, and the last filter's stays.",
       .answer = dx_of_last_filter},
      {.id = "zeros-taken-for-padding",
       .spoils = {"x"},
       .hint = "May a pixel of the image be 0 without being a part of the border?",
       .misconception = "Where the padded image is 0, there is padding.",
       .answer = zeros_taken_for_padding},
      {.id = "dw-flipped",
       .spoils = {"w"},
       .hint = "Which pixel of a window does the first weight of a filter meet, the first one or the last?",
       .misconception = "A convolution flips its kernel, so its gradient is flipped.",
       .answer = dw_flipped},
      {.id = "dw-padding-forgotten",
       .spoils = {"w"},
       .hint = "Over which image did the windows of the forward pass move, x or the padded x?",
       .misconception = "The padding is zero, so dw may be computed from x as it is.",
       .answer = dw_padding_forgotten},
      {.id = "dw-stride-forgotten",
       .spoils = {"w"},
       .hint = "What has output (i, j) read: is its window at pixel (i, j), or further on?",
       .misconception = "Output (i, j) has its window at pixel (i, j).",
       .answer = dw_stride_forgotten},
      {.id = "dw-of-last-example",
       .spoils = {"w"},
       .hint = "Every image meets the same filters: what becomes of what the earlier images want of them?",
       .misconception = "A loop over the batch that assigns dw keeps something of every example.",
       .answer = dw_of_last_example},
      {.id = "dw-of-last-window",
       .spoils = {"w"},
       .hint = "A filter is used at every window: in how many places does one of its weights reach the loss?",
       .misconception = "Inside of the loop over windows dw is assigned, as in a layer that is used once.",
       .answer = dw_of_last_window},
      {.id = "dw-over-all-channels",
       .spoils = {"w"},
       .hint = "Which channel does w(f, c, k, l) look at?",
       .misconception = "The channels are summed over in the forward pass, so they are summed over in dw.",
       .answer = dw_over_all_channels},
      {.id = "weights-averaged-over-batch",
       .spoils = {"w", "b"},
       .hint = "The mean over the batch belongs to the loss: is it in dout already?",
       .misconception = "Every layer has to average its weight gradients over the batch.",
       .answer =
           [](Given& given) {
             return scaled(given.right, {"w", "b"}, 1.0 / static_cast<double>(Convolution(given).windows.N));
           }},
      {.id = "weights-averaged-over-places",
       .spoils = {"w", "b"},
       .hint =
           "Moving a weight a little moves the output at every window: do these effects add up, or average?",
       .misconception = "A weight that is shared by all windows gets the mean of their gradients.",
       .answer =
           [](Given& given) {
             const Windows windows = Convolution(given).windows;
             return scaled(given.right, {"w", "b"},
                           1.0 / static_cast<double>(windows.down() * windows.across()));
           }},
      {.id = "db-of-first-example",
       .spoils = {"b"},
       .hint = "b is added in every image of the batch: where are the others?",
       .misconception = "A bias is summed over the image, as the only place where it is shared.",
       .answer = db_of_first_example},
      {.id = "db-for-each-place",
       .spoils = {"b"},
       .hint = "How many biases does a filter have, however large the image is?",
       .misconception = "A bias is summed over the batch, and each place of the image keeps its own.",
       .answer = [](Given& given) -> Tensors {
         return {{"b", from_xtensor(sum(given.upstream.tensor4("out"), 0))}};
       }},
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
  };
}

}  // namespace grader
