#include "grader/mistakes/catalogue/filtering.hpp"

namespace grader {

namespace convolution_family {

using namespace backprop;

double weight_of_last_filter(const Filtering& layer, std::size_t f, const Tap& tap) {
  return f + 1 < layer.filters() ? 0.0 : right_weight(layer, f, tap);
}

// As by loops over n, f, i and j that assign: the last window and the last filter stay.
Tensors dx_assigned(Given& given) {
  const Filtering layer = convolution_of(given);
  return {{"x", from_xtensor(overwritten(layer.windows, [&](const Tap& tap) {
             return amount_of(layer, tap, weight_of_last_filter);
           }))}};
}

Tensors zeros_taken_for_padding(Given& given) {
  const Filtering layer = convolution_of(given);
  Tensor4 dx = image_gradient(layer, own_pixel, right_weight);
  for (std::size_t i = 0; i < dx.size(); ++i) {
    if (layer.image.flat(i) == 0.0) dx.flat(i) = 0.0;
  }
  return {{"x", from_xtensor(dx)}};
}

Tensors dw_over_all_channels(Given& given) {
  const Filtering layer = convolution_of(given);
  const Tensor right = weight_gradient(layer, own_pixel, own_weight);
  const std::size_t C = layer.windows.C, taps = layer.windows.HH * layer.windows.WW;
  Tensor mixed = Tensor::filled(right.shape, 0.0);
  for (std::size_t place = 0; place < right.values.size(); ++place) {
    const std::size_t f = place / taps / C;
    for (std::size_t c = 0; c < C; ++c)
      mixed.values[place] += right.values[(f * C + c) * taps + place % taps];
  }
  return {{"w", std::move(mixed)}};
}

Tensors db_of_first_example(Given& given) {
  const Tensor4& dout = given.upstream.tensor4("out");
  Vector db = zeros(dout.shape(1));
  for (std::size_t f = 0; f < db.size(); ++f)
    for (std::size_t i = 0; i < dout.shape(2); ++i)
      for (std::size_t j = 0; j < dout.shape(3); ++j) db(f) += dout(0, f, i, j);
  return {{"b", from_xtensor(db)}};
}

}  // namespace convolution_family

std::vector<KnownMistake> convolution_mistakes() {
  using namespace convolution_family;
  std::vector<KnownMistake> all = {
      {.id = "dx-assigned",
       .spoils = {"x"},
       .hint = "All filters look at a pixel, from several windows: what becomes of what the earlier ones "
               "want of it?",
       .misconception = "In the innermost loop a gradient is assigned, as if each pixel were read once.",
       .answer = dx_assigned},
      {.id = "dx-of-last-filter",
       .spoils = {"x"},
       .hint = "All filters look at the same pixels: whose wishes reach your dx?",
       .misconception = "In the loop over the filters dx is assigned, and the last filter's stays.",
       .answer = wrong_dx(own_pixel, weight_of_last_filter)},
      {.id = "zeros-taken-for-padding",
       .spoils = {"x"},
       .hint = "May a pixel of the image be 0 without being a part of the border?",
       .misconception = "Where the padded image is 0, there is padding.",
       .answer = zeros_taken_for_padding},
      {.id = "dw-over-all-channels",
       .spoils = {"w"},
       .hint = "Which channel does w(f, c, k, l) look at?",
       .misconception = "The channels are summed over in the forward pass, so they are summed over in dw.",
       .answer = dw_over_all_channels},
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
         return {{"b", from_xtensor(backprop::sum(given.upstream.tensor4("out"), 0))}};
       }},
  };
  for (KnownMistake& mistake : window_filter_mistakes()) all.push_back(std::move(mistake));
  return all;
}

}  // namespace grader
