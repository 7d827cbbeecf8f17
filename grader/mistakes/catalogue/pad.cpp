#include "grader/mistakes/catalogue/window.hpp"

namespace grader::pad_mistakes {

using namespace backprop;

struct Padded {
  const Tensor4& x;
  const Tensor4& dout;
  std::ptrdiff_t pad;

  explicit Padded(Given& given)
      : x(given.in.tensor4("x")),
        dout(given.upstream.tensor4("out")),
        pad(static_cast<std::ptrdiff_t>(given.attributes.at("pad"))) {}
};

// Answers with value(padded, n, c, h, w) for each pixel of dx.
template <class Value>
WrongAnswer each_pixel(Value value) {
  return [value](Given& given) -> Tensors {
    const Padded padded(given);
    Tensor4 dx = zeros_like(padded.x);
    for (std::size_t n = 0; n < dx.shape(0); ++n)
      for (std::size_t c = 0; c < dx.shape(1); ++c)
        for (std::size_t h = 0; h < dx.shape(2); ++h)
          for (std::size_t w = 0; w < dx.shape(3); ++w)
            dx(n, c, h, w) =
                value(padded, n, c, Place{static_cast<std::ptrdiff_t>(h), static_cast<std::ptrdiff_t>(w)});
    return {{"x", from_xtensor(dx)}};
  };
}

// Answers with pixels of dout that are moved by down(pad) and across(pad).
template <class Down, class Across>
WrongAnswer moved_by(Down down, Across across) {
  return each_pixel([=](const Padded& padded, std::size_t n, std::size_t c, Place place) {
    return pixel(padded.dout, n, c, {place.h + down(padded.pad), place.w + across(padded.pad)});
  });
}

std::ptrdiff_t all(std::ptrdiff_t pad) { return pad; }
std::ptrdiff_t none(std::ptrdiff_t) { return 0; }
std::ptrdiff_t twice(std::ptrdiff_t pad) { return 2 * pad; }
std::ptrdiff_t one(std::ptrdiff_t) { return 1; }

// Answers with the sum of all dout at places that source(place, size) maps to a pixel.
template <class Source>
WrongAnswer folded(Source source) {
  return [source](Given& given) -> Tensors {
    const Padded padded(given);
    Tensor4 dx = zeros_like(padded.x);
    const auto H = static_cast<std::ptrdiff_t>(dx.shape(2)), W = static_cast<std::ptrdiff_t>(dx.shape(3));
    for (std::size_t n = 0; n < dx.shape(0); ++n)
      for (std::size_t c = 0; c < dx.shape(1); ++c)
        for (std::ptrdiff_t h = -padded.pad; h < H + padded.pad; ++h)
          for (std::ptrdiff_t w = -padded.pad; w < W + padded.pad; ++w)
            dx(n, c, static_cast<std::size_t>(source(h, H)), static_cast<std::size_t>(source(w, W))) +=
                pixel(padded.dout, n, c, {h + padded.pad, w + padded.pad});
    return {{"x", from_xtensor(dx)}};
  };
}

Tensors scaled_by_area(Given& given) {
  const Padded padded(given);
  const double share = static_cast<double>(padded.x.size()) / static_cast<double>(padded.dout.size());
  return scaled(given.right, {"x"}, share);
}

Tensors elements_in_order(Given& given) {
  const Padded padded(given);
  Tensor4 dx = zeros_like(padded.x);
  for (std::size_t i = 0; i < dx.size(); ++i) dx.flat(i) = padded.dout.flat(i);
  return {{"x", from_xtensor(dx)}};
}

const MistakeRegistration registration{
    "pad",
    {
        {.id = "cropped-at-the-corner",
         .spoils = {"x"},
         .hint = "Where in out has the forward pass put the first pixel of x?",
         .misconception =
             "A gradient of the right size is cut out of the upstream gradient from its first element on.",
         .answer = moved_by(none, none)},
        {.id = "border-kept",
         .spoils = {"x"},
         .hint = "Is there anything in x that the border of out comes from?",
         .misconception = "The upstream gradient passes a layer that only copies, whatever its shape.",
         .answer = [](Given& given) -> Tensors {
           return {{"x", from_xtensor(given.upstream.tensor4("out"))}};
         }},
        {.id = "cropped-at-the-far-corner",
         .spoils = {"x"},
         .hint =
             "The border is on all four sides: how wide is the part of it that comes before the first pixel?",
         .misconception = "The image is 2 p smaller, so it begins 2 p later.",
         .answer = moved_by(twice, twice)},
        {.id = "columns-not-moved",
         .spoils = {"x"},
         .hint = "Your rows begin where the image does: do your columns, too?",
         .misconception = "The border is above and below the image only.",
         .answer = moved_by(all, none)},
        {.id = "rows-not-moved",
         .spoils = {"x"},
         .hint = "Your columns begin where the image does: do your rows, too?",
         .misconception = "The border is beside the image only.",
         .answer = moved_by(none, all)},
        {.id = "border-of-one",
         .spoils = {"x"},
         .hint = "Try a border that is wider than one pixel: is your image still in its middle?",
         .misconception = "Padding is always by one pixel, as it is for filters of three.",
         .answer = moved_by(one, one)},
        {.id = "border-folded-in",
         .spoils = {"x"},
         .hint = "Who has put the numbers of the border there, the pixels of the edge or nobody?",
         .misconception = "What the border wants is owed to the pixel that is nearest to it, as if the edge "
                          "had been repeated.",
         .answer = folded([](std::ptrdiff_t at, std::ptrdiff_t size) {
           return std::min(std::max(at, std::ptrdiff_t{0}), size - 1);
         })},
        {.id = "border-wrapped",
         .spoils = {"x"},
         .hint = "Does this layer fill its border with the other end of the image, or with a constant?",
         .misconception =
             "The border repeats the image from its other side, and its gradients go back there.",
         .answer =
             folded([](std::ptrdiff_t at, std::ptrdiff_t size) { return ((at % size) + size) % size; })},
        {.id = "edge-cleared",
         .spoils = {"x"},
         .hint = "The border lies around the image: which elements of dx belong to it?",
         .misconception = "The outermost pixels of the image are the border, and get no gradient.",
         .answer = each_pixel([](const Padded& padded, std::size_t n, std::size_t c, Place place) {
           const auto H = static_cast<std::ptrdiff_t>(padded.x.shape(2)),
                      W = static_cast<std::ptrdiff_t>(padded.x.shape(3));
           const bool edge = place.h < padded.pad || place.w < padded.pad || place.h >= H - padded.pad ||
                             place.w >= W - padded.pad;
           return edge ? 0.0 : pixel(padded.dout, n, c, {place.h + padded.pad, place.w + padded.pad});
         })},
        {.id = "elements-in-order",
         .spoils = {"x"},
         .hint = "A row of out is longer than a row of x: do the elements of both line up when they are read "
                 "one after another?",
         .misconception = "The first elements of dout, in a smaller shape, are the smaller image.",
         .answer = elements_in_order},
        {.id = "upstream-ignored",
         .spoils = {"x"},
         .hint = "Your answer says that each pixel has been copied once: where does it say what the loss "
                 "wants of the copy?",
         .misconception = "The local derivative of a copy, which is one, is the gradient.",
         .answer = each_pixel([](const Padded&, std::size_t, std::size_t, Place) { return 1.0; })},
        {.id = "scaled-by-area",
         .spoils = {"x"},
         .hint = "Is a pixel of x any smaller in out, because there are more numbers beside it?",
         .misconception = "The gradient is shared out among all elements of the output, the border included.",
         .answer = scaled_by_area},
        {.id = "averaged-over-batch",
         .spoils = {"x"},
         .hint = "Does a pixel of one image go into the padded version of another?",
         .misconception = "Every gradient is to be averaged over the batch.",
         .answer = [](Given& given) -> Tensors {
           return scaled(given.right, {"x"}, 1.0 / static_cast<double>(given.in.tensor4("x").shape(0)));
         }},
        {.id = "first-channel-only",
         .spoils = {"x"},
         .hint = "Which channels does the forward pass put a border around?",
         .misconception = "An image is a matrix, and its other channels may be left at zero.",
         .answer = each_pixel([](const Padded& padded, std::size_t n, std::size_t c, Place place) {
           return c > 0 ? 0.0 : pixel(padded.dout, n, c, {place.h + padded.pad, place.w + padded.pad});
         })},
        {.id = "never-cleared",
         .spoils = {"x"},
         .hint = "Ask the layer the same twice: what has the first call left behind?",
         .misconception = "Gradients accumulate, so dx may live in a variable that outlasts the call.",
         .answer_with_memory = [] { return never_cleared({"x"}); }},
    }};

}  // namespace grader::pad_mistakes
