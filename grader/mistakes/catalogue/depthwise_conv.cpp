#include "grader/mistakes/catalogue/filtering.hpp"

namespace grader::depthwise_conv_mistakes {

using namespace backprop;

Tensors channels_mixed(Given& given) {
  const Filtering layer = convolution_of(given);
  return {{"x", from_xtensor(scattered(layer.windows, right_place, [&](const Tap& tap) {
             double total = 0.0;
             for (std::size_t c = 0; c < layer.windows.C; ++c) {
               Tap other = tap;
               other.c = c;
               total += amount_of(layer, other, right_weight);
             }
             return total;
           }))}};
}

double weight_of_first_filter(const Filtering& layer, std::size_t, const Tap& tap) {
  return layer.w.values[tap.k * layer.windows.WW + tap.l];
}

Tensors one_filter_for_all(Given& given) {
  const Tensor right = weight_gradient(convolution_of(given), own_pixel, own_weight);
  const std::size_t taps = right.shape[1] * right.shape[2];
  Tensor shared = Tensor::filled(right.shape, 0.0);
  for (std::size_t place = 0; place < right.values.size(); ++place)
    for (std::size_t c = 0; c < right.shape[0]; ++c)
      shared.values[place] += right.values[c * taps + place % taps];
  return {{"w", std::move(shared)}};
}

Tensors one_bias_for_all(Given& given) {
  const Tensor4& dout = given.upstream.tensor4("out");
  return {{"b", Tensor::filled({dout.shape(1)}, sum(dout))}};
}

std::vector<KnownMistake> mistakes() {
  std::vector<KnownMistake> all = {
      {.id = "channels-mixed",
       .spoils = {"x"},
       .hint = "Which outputs does a pixel of channel c move: those of all channels?",
       .misconception = "In a convolution every pixel collects from all filters, and so here.",
       .answer = channels_mixed},
      {.id = "first-filter-everywhere",
       .spoils = {"x"},
       .hint = "Which filter has looked at channel c?",
       .misconception = "There is one filter, and it is the same for all channels.",
       .answer = wrong_dx(own_pixel, weight_of_first_filter)},
      {.id = "one-filter-for-all",
       .spoils = {"w"},
       .hint = "Each channel has a filter of its own: does what another channel wants belong in it?",
       .misconception = "The filter is shared by the channels, so its gradients add up over them.",
       .answer = one_filter_for_all},
      {.id = "one-bias-for-all",
       .spoils = {"b"},
       .hint = "Over which axes of dout is a bias of one channel shared, and which one is its own?",
       .misconception = "A bias gradient is the sum of dout, over everything.",
       .answer = one_bias_for_all},
  };
  for (KnownMistake& mistake : window_filter_mistakes()) all.push_back(std::move(mistake));
  return all;
}

const MistakeRegistration registration{"depthwise_conv", mistakes()};

}  // namespace grader::depthwise_conv_mistakes
