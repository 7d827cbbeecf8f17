#include "grader/mistakes/catalogue/window.hpp"

namespace grader::conv_transpose_mistakes {

using namespace backprop;

// The windows are those of a convolution from out to x: they lie on out, and a pixel of x is one of them.
struct Transposed {
  const Tensor4& x;     // (N, F, H, W)
  const Tensor4& w;     // (F, C, HH, WW)
  const Tensor4& dout;  // (N, C, H_out, W_out)
  Windows windows;
  std::size_t F;

  explicit Transposed(Given& given)
      : x(given.in.tensor4("x")),
        w(given.in.tensor4("w")),
        dout(given.upstream.tensor4("out")),
        windows{dout.shape(0),
                dout.shape(1),
                dout.shape(2),
                dout.shape(3),
                w.shape(2),
                w.shape(3),
                static_cast<std::size_t>(given.attributes.at("stride")),
                static_cast<std::size_t>(given.attributes.at("pad"))},
        F(w.shape(0)) {}
};

double right_weight(const Transposed& layer, std::size_t f, const Tap& tap) {
  return layer.w(f, tap.c, tap.k, tap.l);
}
Place right_read(const Windows&, const Tap& tap) { return {tap.h, tap.w}; }
Place without_padding(const Windows& windows, const Tap& tap) {
  const auto pad = static_cast<std::ptrdiff_t>(windows.pad);
  return {tap.h + pad, tap.w + pad};
}
Place without_stride(const Windows& windows, const Tap& tap) {
  const auto pad = static_cast<std::ptrdiff_t>(windows.pad);
  return {static_cast<std::ptrdiff_t>(tap.i + tap.k) - pad, static_cast<std::ptrdiff_t>(tap.j + tap.l) - pad};
}

// dx in which each tap reads dout at place(windows, tap), times weight(layer, f, tap).
template <class Where, class Weight>
Tensor4 dx_of(const Transposed& layer, Where place, Weight weight) {
  Tensor4 dx = zeros_like(layer.x);
  layer.windows.for_each_tap([&](const Tap& tap) {
    const double read = pixel(layer.dout, tap.n, tap.c, place(layer.windows, tap));
    for (std::size_t f = 0; f < layer.F; ++f) dx(tap.n, f, tap.i, tap.j) += read * weight(layer, f, tap);
  });
  return dx;
}

// dw in which each tap reads dout at place(windows, tap), times the pixel of x, and adds it at to(windows,
// tap).
template <class Where, class To>
Tensor4 dw_of(const Transposed& layer, Where place, To to) {
  Tensor4 dw = zeros_like(layer.w);
  layer.windows.for_each_tap([&](const Tap& tap) {
    const auto [k, l] = to(layer.windows, tap);
    const double read = pixel(layer.dout, tap.n, tap.c, place(layer.windows, tap));
    for (std::size_t f = 0; f < layer.F; ++f)
      dw(f, tap.c, static_cast<std::size_t>(k), static_cast<std::size_t>(l)) +=
          read * layer.x(tap.n, f, tap.i, tap.j);
  });
  return dw;
}

Place own_weight(const Windows&, const Tap& tap) {
  return {static_cast<std::ptrdiff_t>(tap.k), static_cast<std::ptrdiff_t>(tap.l)};
}
Place opposite_weight(const Windows& windows, const Tap& tap) {
  return {static_cast<std::ptrdiff_t>(windows.HH - 1 - tap.k),
          static_cast<std::ptrdiff_t>(windows.WW - 1 - tap.l)};
}

template <class Where, class Weight>
WrongAnswer wrong_x(Where place, Weight weight) {
  return [=](Given& given) -> Tensors {
    return {{"x", from_xtensor(dx_of(Transposed(given), place, weight))}};
  };
}
template <class Where, class To>
WrongAnswer wrong_w(Where place, To to) {
  return [=](Given& given) -> Tensors { return {{"w", from_xtensor(dw_of(Transposed(given), place, to))}}; };
}

// Only the pixel of out at the upper left of each window counts for the bias.
Tensors db_for_each_pixel_of_x(Given& given) {
  const Transposed layer(given);
  Vector db = zeros(layer.windows.C);
  layer.windows.for_each_tap([&](const Tap& tap) {
    if (tap.k == 0 && tap.l == 0) db(tap.c) += pixel(layer.dout, tap.n, tap.c, {tap.h, tap.w});
  });
  return {{"b", from_xtensor(db)}};
}

// A bias that each window adds once more where windows overlap.
Tensors db_for_each_tap(Given& given) {
  const Transposed layer(given);
  Vector db = zeros(layer.windows.C);
  layer.windows.for_each_tap([&](const Tap& tap) {
    db(tap.c) += pixel(layer.dout, tap.n, tap.c, {tap.h, tap.w});
  });
  return {{"b", from_xtensor(db)}};
}

Tensors upstream_ignored(Given& given) {
  const Transposed layer(given);
  const Tensor4 ones = ones_like(layer.dout);
  Tensor4 dx = zeros_like(layer.x);
  Tensor4 dw = zeros_like(layer.w);
  layer.windows.for_each_tap([&](const Tap& tap) {
    if (!layer.windows.has(tap.h, tap.w)) return;
    for (std::size_t f = 0; f < layer.F; ++f) {
      dx(tap.n, f, tap.i, tap.j) += layer.w(f, tap.c, tap.k, tap.l);
      dw(f, tap.c, tap.k, tap.l) += layer.x(tap.n, f, tap.i, tap.j);
    }
  });
  return {{"x", from_xtensor(dx)}, {"w", from_xtensor(dw)}, {"b", from_xtensor(sum(ones, {0, 2, 3}))}};
}

const MistakeRegistration registration{
    "conv_transpose",
    {
        {.id = "kernel-flipped",
         .spoils = {"x"},
         .hint = "A pixel has put w(f, c, 0, 0) times itself into one corner of its window: from which "
                 "corner does that come back?",
         .misconception = "The backward pass of anything like a convolution flips the kernel.",
         .answer = wrong_x(right_read,
                           [](const Transposed& layer, std::size_t f, const Tap& tap) {
                             return layer.w(f, tap.c, layer.windows.HH - 1 - tap.k,
                                            layer.windows.WW - 1 - tap.l);
                           })},
        {.id = "dx-stride-forgotten",
         .spoils = {"x"},
         .hint = "How far apart has the forward pass put the windows of two neighbours, in pixels of out?",
         .misconception = "Pixel (i, j) has its window at (i, j) of out.",
         .answer = wrong_x(without_stride, right_weight)},
        {.id = "dx-border-forgotten",
         .spoils = {"x"},
         .hint = "The forward pass threw a border away: where in dout is the first pixel's window, then?",
         .misconception = "The first window begins at the first pixel of out.",
         .answer = wrong_x(without_padding, right_weight)},
        {.id = "border-windows-left-out",
         .spoils = {"x"},
         .hint = "A window that is cut by the border still has some pixels in out: do they count?",
         .misconception = "A pixel whose window was cut has no gradient.",
         .answer = wrong_x(right_read,
                           [](const Transposed& layer, std::size_t f, const Tap& tap) {
                             return layer.windows.at_the_border(tap) ? 0.0 : right_weight(layer, f, tap);
                           })},
        {.id = "filters-reshaped",
         .spoils = {"x"},
         .hint = "Does a change of shape from (F, C) to (C, F) move w(f, c) to the place of w(c, f)?",
         .misconception = "Reshaping to (C, F, HH, WW) exchanges filters and channels.",
         .answer = wrong_x(right_read,
                           [](const Transposed& layer, std::size_t f, const Tap& tap) {
                             const Windows& windows = layer.windows;
                             return layer.w.flat(((tap.c * layer.F + f) * windows.HH + tap.k) * windows.WW +
                                                 tap.l);
                           })},
        {.id = "dx-of-last-channel",
         .spoils = {"x"},
         .hint = "A pixel of x has gone into all channels of out: from how many does it hear?",
         .misconception = "In the loop over the channels dx is assigned, and the last one's stays.",
         .answer = wrong_x(right_read,
                           [](const Transposed& layer, std::size_t f, const Tap& tap) {
                             return tap.c + 1 < layer.windows.C ? 0.0 : right_weight(layer, f, tap);
                           })},
        {.id = "dx-of-one-tap",
         .spoils = {"x"},
         .hint = "A pixel of x has gone to a whole window of out: does it hear from one corner only?",
         .misconception = "An image that was made larger is made smaller again by taking every S-th pixel.",
         .answer = wrong_x(right_read,
                           [](const Transposed& layer, std::size_t f, const Tap& tap) {
                             return tap.k + tap.l > 0 ? 0.0 : right_weight(layer, f, tap);
                           })},
        {.id = "dx-averaged-over-window",
         .spoils = {"x"},
         .hint = "Moving a pixel of x moves every pixel of its window: do these effects add up, or average?",
         .misconception = "What was spread over a window comes back as its mean.",
         .answer = [](Given& given) -> Tensors {
           const Windows windows = Transposed(given).windows;
           return scaled(given.right, {"x"}, 1.0 / static_cast<double>(windows.HH * windows.WW));
         }},
        {.id = "dw-flipped",
         .spoils = {"w"},
         .hint = "Into which corner of a window has w(f, c, 0, 0) been put?",
         .misconception = "The gradient of a transposed convolution's filter is flipped.",
         .answer = wrong_w(right_read, opposite_weight)},
        {.id = "dw-stride-forgotten",
         .spoils = {"w"},
         .hint = "Which pixels of dout meet x(i, j): those at (i, j), or those of its window?",
         .misconception = "Pixel (i, j) has its window at (i, j) of out.",
         .answer = wrong_w(without_stride, own_weight)},
        {.id = "dw-border-forgotten",
         .spoils = {"w"},
         .hint = "The forward pass threw a border away: which pixel of dout meets the first weight at the "
                 "first pixel?",
         .misconception = "The first window begins at the first pixel of out.",
         .answer = wrong_w(without_padding, own_weight)},
        {.id = "dw-of-last-example",
         .spoils = {"w"},
         .hint = "Every image meets the same filters: what becomes of what the earlier images want of them?",
         .misconception = "A loop over the batch that assigns dw keeps something of every example.",
         .answer = wrong_w(
             [](const Windows& windows, const Tap& tap) {
               return tap.n + 1 < windows.N ? Place{-1, -1} : right_read(windows, tap);
             },
             own_weight)},
        {.id = "weights-averaged-over-batch",
         .spoils = {"w", "b"},
         .hint = "The mean over the batch belongs to the loss: is it in dout already?",
         .misconception = "Every layer has to average its weight gradients over the batch.",
         .answer =
             [](Given& given) {
               return scaled(given.right, {"w", "b"}, 1.0 / static_cast<double>(Transposed(given).windows.N));
             }},
        {.id = "dw-averaged-over-places",
         .spoils = {"w"},
         .hint = "A weight is used by every pixel of x: do these uses add up, or average?",
         .misconception = "A weight that is shared by all pixels gets the mean of their gradients.",
         .answer = [](Given& given) -> Tensors {
           const Tensor4& x = given.in.tensor4("x");
           return scaled(given.right, {"w"}, 1.0 / static_cast<double>(x.shape(2) * x.shape(3)));
         }},
        {.id = "db-for-each-pixel-of-x",
         .spoils = {"b"},
         .hint = "To how many pixels of out has a bias been added: to as many as x has?",
         .misconception = "Each window has one bias, as in a convolution.",
         .answer = db_for_each_pixel_of_x},
        {.id = "db-for-each-tap",
         .spoils = {"b"},
         .hint = "Where windows overlap, has the bias been added once or several times?",
         .misconception = "Each pixel of x adds the bias to its whole window.",
         .answer = db_for_each_tap},
        {.id = "db-averaged-over-places",
         .spoils = {"b"},
         .hint =
             "Moving a bias a little moves every pixel of its channel: do these effects add up, or average?",
         .misconception = "The bias is shared by all pixels, so each of them contributes its part.",
         .answer = [](Given& given) -> Tensors {
           const Tensor4& dout = given.upstream.tensor4("out");
           return scaled(given.right, {"b"}, 1.0 / static_cast<double>(dout.shape(2) * dout.shape(3)));
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
    }};

}  // namespace grader::conv_transpose_mistakes
