#include "grader/mistakes/catalogue/filtering.hpp"

namespace grader::conv_transpose_mistakes {

using namespace backprop;

double weight_of_last_channel(const Filtering& layer, std::size_t f, const Tap& tap) {
  return tap.c + 1 < layer.windows.C ? 0.0 : right_weight(layer, f, tap);
}
double weight_of_one_tap(const Filtering& layer, std::size_t f, const Tap& tap) {
  return tap.k + tap.l > 0 ? 0.0 : right_weight(layer, f, tap);
}

WrongAnswer wrong_numbers(Where place, Weight weight) {
  return [=](Given& given) -> Tensors {
    return {{"x", from_xtensor(number_gradient(transposed_of(given), place, weight))}};
  };
}

// The right gradients of `names`, divided by count(windows).
WrongAnswer divided(std::vector<std::string> names, std::size_t (*count)(const Windows&)) {
  return [names = std::move(names), count](Given& given) {
    return scaled(given.right, names, 1.0 / static_cast<double>(count(transposed_of(given).windows)));
  };
}

// db to which each tap that counts(tap) adds the pixel of dout under it.
Tensors db_of(Given& given, bool (*counts)(const Tap&)) {
  const Filtering layer = transposed_of(given);
  Vector db = zeros(layer.windows.C);
  layer.windows.for_each_tap([&](const Tap& tap) {
    if (counts(tap)) db(tap.c) += pixel(layer.image, tap.n, tap.c, right_place(tap));
  });
  return {{"b", from_xtensor(db)}};
}

std::vector<KnownMistake> mistakes() {
  std::vector<KnownMistake> all = {
      {.id = "kernel-flipped",
       .spoils = {"x"},
       .hint = "A pixel has put w(f, c, 0, 0) times itself into one corner of its window: from which "
               "corner does that come back?",
       .misconception = "The backward pass of anything like a convolution flips the kernel.",
       .answer = wrong_numbers(own_pixel, flipped_weight)},
      {.id = "dx-stride-forgotten",
       .spoils = {"x"},
       .hint = "How far apart has the forward pass put the windows of two neighbours, in pixels of out?",
       .misconception = "Pixel (i, j) has its window at (i, j) of out.",
       .answer = wrong_numbers(pixel_without_stride, right_weight)},
      {.id = "dx-border-forgotten",
       .spoils = {"x"},
       .hint = "The forward pass threw a border away: where in dout is the first pixel's window, then?",
       .misconception = "The first window begins at the first pixel of out.",
       .answer = wrong_numbers(pixel_without_padding, right_weight)},
      {.id = "border-windows-left-out",
       .spoils = {"x"},
       .hint = "A window that is cut by the border still has some pixels in out: do they count?",
       .misconception = "A pixel whose window was cut has no gradient.",
       .answer = wrong_numbers(own_pixel, weight_off_the_border)},
      filters_reshaped(wrong_numbers(own_pixel, weight_of_reshaped_filters)),
      {.id = "dx-of-last-channel",
       .spoils = {"x"},
       .hint = "A pixel of x has gone into all channels of out: from how many does it hear?",
       .misconception = "In the loop over the channels dx is assigned, and the last one's stays.",
       .answer = wrong_numbers(own_pixel, weight_of_last_channel)},
      {.id = "dx-of-one-tap",
       .spoils = {"x"},
       .hint = "A pixel of x has gone to a whole window of out: does it hear from one corner only?",
       .misconception = "An image that was made larger is made smaller again by taking every S-th pixel.",
       .answer = wrong_numbers(own_pixel, weight_of_one_tap)},
      {.id = "dx-averaged-over-window",
       .spoils = {"x"},
       .hint = "Moving a pixel of x moves every pixel of its window: do these effects add up, or average?",
       .misconception = "What was spread over a window comes back as its mean.",
       .answer = divided({"x"}, [](const Windows& windows) { return windows.HH * windows.WW; })},
      {.id = "dw-flipped",
       .spoils = {"w"},
       .hint = "Into which corner of a window has w(f, c, 0, 0) been put?",
       .misconception = "The gradient of a transposed convolution's filter is flipped.",
       .answer = wrong_dw(transposed_of, own_pixel, opposite_weight)},
      {.id = "dw-stride-forgotten",
       .spoils = {"w"},
       .hint = "Which pixels of dout meet x(i, j): those at (i, j), or those of its window?",
       .misconception = "Pixel (i, j) has its window at (i, j) of out.",
       .answer = wrong_dw(transposed_of, pixel_without_stride, own_weight)},
      {.id = "dw-border-forgotten",
       .spoils = {"w"},
       .hint = "The forward pass threw a border away: which pixel of dout meets the first weight at the "
               "first pixel?",
       .misconception = "The first window begins at the first pixel of out.",
       .answer = wrong_dw(transposed_of, pixel_without_padding, own_weight)},
      {.id = "dw-averaged-over-places",
       .spoils = {"w"},
       .hint = "A weight is used by every pixel of x: do these uses add up, or average?",
       .misconception = "A weight that is shared by all pixels gets the mean of their gradients.",
       .answer = divided({"w"}, [](const Windows& windows) { return windows.down() * windows.across(); })},
      {.id = "db-for-each-pixel-of-x",
       .spoils = {"b"},
       .hint = "To how many pixels of out has a bias been added: to as many as x has?",
       .misconception = "Each window has one bias, as in a convolution.",
       .answer =
           [](Given& given) {
             return db_of(given, [](const Tap& tap) { return tap.k == 0 && tap.l == 0; });
           }},
      {.id = "db-for-each-tap",
       .spoils = {"b"},
       .hint = "Where windows overlap, has the bias been added once or several times?",
       .misconception = "Each pixel of x adds the bias to its whole window.",
       .answer = [](Given& given) { return db_of(given, [](const Tap&) { return true; }); }},
      {.id = "db-averaged-over-places",
       .spoils = {"b"},
       .hint =
           "Moving a bias a little moves every pixel of its channel: do these effects add up, or average?",
       .misconception = "The bias is shared by all pixels, so each of them contributes its part.",
       .answer = divided({"b"}, [](const Windows& windows) { return windows.H * windows.W; })},
  };
  for (KnownMistake& mistake : filter_mistakes(transposed_of)) all.push_back(std::move(mistake));
  return all;
}

const MistakeRegistration registration{"conv_transpose", mistakes()};

}  // namespace grader::conv_transpose_mistakes
