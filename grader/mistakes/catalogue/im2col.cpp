#include "grader/mistakes/catalogue/window.hpp"

namespace grader::im2col_mistakes {

using namespace backprop;

struct Columns {
  const Tensor4& x;
  const Matrix& dcols;
  Windows windows;

  explicit Columns(Given& given)
      : x(given.in.tensor4("x")),
        dcols(given.upstream.matrix("cols")),
        windows{x.shape(0),
                x.shape(1),
                x.shape(2),
                x.shape(3),
                static_cast<std::size_t>(given.attributes.at("HH")),
                static_cast<std::size_t>(given.attributes.at("WW")),
                static_cast<std::size_t>(given.attributes.at("stride")),
                static_cast<std::size_t>(given.attributes.at("pad"))} {}

  std::size_t row(const Tap& tap) const {
    return (tap.n * windows.down() + tap.i) * windows.across() + tap.j;
  }
  std::size_t column(const Tap& tap) const { return (tap.c * windows.HH + tap.k) * windows.WW + tap.l; }
  double right(const Tap& tap) const { return dcols(row(tap), column(tap)); }
};

// Answers with dx to which each tap has added amount(columns, tap) at its own place.
template <class Amount>
WrongAnswer each_tap_adds(Amount amount) {
  return [amount](Given& given) -> Tensors {
    const Columns columns(given);
    return {{"x", from_xtensor(scattered(columns.windows, right_place,
                                         [&](const Tap& tap) { return amount(columns, tap); }))}};
  };
}

// Answers with dx to which each tap has added the right amount at place(windows, tap).
template <class Where>
WrongAnswer each_tap_at(Where place) {
  return [place](Given& given) -> Tensors {
    const Columns columns(given);
    return {{"x", from_xtensor(scattered(
                      columns.windows, [&](const Tap& tap) { return place(columns.windows, tap); },
                      [&](const Tap& tap) { return columns.right(tap); }))}};
  };
}

Tensors last_copy(Given& given) {
  const Columns columns(given);
  return {
      {"x", from_xtensor(overwritten(columns.windows, [&](const Tap& tap) { return columns.right(tap); }))}};
}

Tensors first_copy(Given& given) {
  const Columns columns(given);
  Tensor4 dx = columns.windows.no_image();
  Tensor4 written = dx;
  columns.windows.for_each_tap([&](const Tap& tap) {
    if (!columns.windows.has(tap.h, tap.w)) return;
    const auto h = static_cast<std::size_t>(tap.h), w = static_cast<std::size_t>(tap.w);
    if (written(tap.n, tap.c, h, w) == 0.0) dx(tap.n, tap.c, h, w) = columns.right(tap);
    written(tap.n, tap.c, h, w) = 1.0;
  });
  return {{"x", from_xtensor(dx)}};
}

const MistakeRegistration registration{
    "im2col",
    {
        {.id = "overwritten",
         .spoils = {"x"},
         .hint = "A pixel that lies in two windows has been copied twice: what becomes of the first copy's "
                 "gradient?",
         .misconception = "Copying is undone by copying back.",
         .answer = last_copy},
        {.id = "first-copy-only",
         .spoils = {"x"},
         .hint = "A pixel that lies in two windows has been copied twice: what becomes of the second copy's "
                 "gradient?",
         .misconception = "A pixel that has its gradient already is left alone.",
         .answer = first_copy},
        {.id = "averaged-over-copies",
         .spoils = {"x"},
         .hint = "If a pixel moves a little, do its copies share that movement, or does each of them make "
                 "all of it?",
         .misconception =
             "Rebuilding an image from overlapping patches means to average them where they overlap.",
         .answer = [](Given& given) -> Tensors {
           const Columns columns(given);
           const Tensor4 dx =
               scattered(columns.windows, right_place, [&](const Tap& tap) { return columns.right(tap); });
           return {{"x", from_xtensor(averaged_over_windows(dx, columns.windows))}};
         }},
        {.id = "cropped-at-the-corner",
         .spoils = {"x"},
         .hint = "Where does x begin within the padded image, and where does your dx begin?",
         .misconception =
             "Once it is as large as x, a part of the padded gradient is dx, whichever part it is.",
         .answer = each_tap_at([](const Windows& windows, const Tap& tap) {
           const auto pad = static_cast<std::ptrdiff_t>(windows.pad);
           return Place{tap.h + pad, tap.w + pad};
         })},
        {.id = "padding-kept",
         .spoils = {"x"},
         .hint = "Whose gradient is that of the padding?",
         .misconception = "The gradient of the padded image is the gradient of the image.",
         .answer = [](Given& given) -> Tensors {
           const Columns columns(given);
           const Windows padded = columns.windows.on_padded_images();
           return {{"x", from_xtensor(scattered(padded, right_place,
                                                [&](const Tap& tap) { return columns.right(tap); }))}};
         }},
        {.id = "stride-forgotten",
         .spoils = {"x"},
         .hint = "How far is a window from the next one, in pixels of x?",
         .misconception = "Window (i, j) begins at pixel (i, j).",
         .answer = each_tap_at([](const Windows& windows, const Tap& tap) {
           const auto pad = static_cast<std::ptrdiff_t>(windows.pad);
           return Place{static_cast<std::ptrdiff_t>(tap.i + tap.k) - pad,
                        static_cast<std::ptrdiff_t>(tap.j + tap.l) - pad};
         })},
        {.id = "border-windows-left-out",
         .spoils = {"x"},
         .hint = "A window that reaches into the padding also has copies of the image: do these pixels hear "
                 "from it?",
         .misconception = "Windows at the border are padding, and padding gets no gradient.",
         .answer = each_tap_adds([](const Columns& columns, const Tap& tap) {
           return columns.windows.at_the_border(tap) ? 0.0 : columns.right(tap);
         })},
        {.id = "channels-last",
         .spoils = {"x"},
         .hint = "In which order do the numbers of a window stand in its row: channel by channel, or pixel "
                 "by pixel?",
         .misconception = "A row has the channels of a pixel side by side.",
         .answer = each_tap_adds([](const Columns& columns, const Tap& tap) {
           const Windows& windows = columns.windows;
           return columns.dcols(columns.row(tap), (tap.k * windows.WW + tap.l) * windows.C + tap.c);
         })},
        {.id = "window-transposed",
         .spoils = {"x"},
         .hint = "Which index is the faster one in a row of cols, the one down the window or the one across?",
         .misconception = "A window is read column by column, as the layer's name says.",
         .answer = each_tap_adds([](const Columns& columns, const Tap& tap) {
           const Windows& windows = columns.windows;
           return columns.dcols(columns.row(tap), (tap.c * windows.WW + tap.l) * windows.HH + tap.k);
         })},
        {.id = "window-reversed",
         .spoils = {"x"},
         .hint = "Which number of its row is the upper left pixel of a window?",
         .misconception = "The backward pass flips the window.",
         .answer = each_tap_adds([](const Columns& columns, const Tap& tap) {
           const Windows& windows = columns.windows;
           const std::size_t within = (windows.HH - 1 - tap.k) * windows.WW + windows.WW - 1 - tap.l;
           return columns.dcols(columns.row(tap), tap.c * windows.HH * windows.WW + within);
         })},
        {.id = "examples-last",
         .spoils = {"x"},
         .hint = "Row 1 of cols: is it the second window of the first image, or the first window of the "
                 "second one?",
         .misconception = "The rows run over the batch first, as they do in CS231n's x_cols.",
         .answer = each_tap_adds([](const Columns& columns, const Tap& tap) {
           const Windows& windows = columns.windows;
           return columns.dcols((tap.i * windows.across() + tap.j) * windows.N + tap.n, columns.column(tap));
         })},
        {.id = "windows-down-first",
         .spoils = {"x"},
         .hint = "Does the window after the first one lie beside it, or below it?",
         .misconception = "The windows are numbered down the image, and then across.",
         .answer = each_tap_adds([](const Columns& columns, const Tap& tap) {
           const Windows& windows = columns.windows;
           return columns.dcols((tap.n * windows.across() + tap.j) * windows.down() + tap.i,
                                columns.column(tap));
         })},
        {.id = "divided-by-window-size",
         .spoils = {"x"},
         .hint = "Which line of the forward pass divides by the number of pixels in a window?",
         .misconception = "A window hands each of its pixels a share of its gradient.",
         .answer = [](Given& given) -> Tensors {
           const Windows windows = Columns(given).windows;
           return scaled(given.right, {"x"}, 1.0 / static_cast<double>(windows.HH * windows.WW));
         }},
        {.id = "counts",
         .spoils = {"x"},
         .hint = "Your answer says how often a pixel has been copied: where does it say what the loss wants "
                 "of the copies?",
         .misconception =
             "The local derivative of a copy, which is one, is taken for the gradient of the loss.",
         .answer = each_tap_adds([](const Columns&, const Tap&) { return 1.0; })},
        {.id = "first-example-only",
         .spoils = {"x"},
         .hint = "Whose windows are the later rows of dcols?",
         .misconception = "The rows are the windows of one image.",
         .answer = each_tap_adds(
             [](const Columns& columns, const Tap& tap) { return tap.n == 0 ? columns.right(tap) : 0.0; })},
        {.id = "never-cleared",
         .spoils = {"x"},
         .hint = "What does your dx hold at the moment when the backward pass begins to add?",
         .misconception = "A gradient that is added up may live on from one call to the next.",
         .answer_with_memory = [] { return never_cleared({"x"}); }},
    }};

}  // namespace grader::im2col_mistakes
