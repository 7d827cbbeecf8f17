#include "grader/mistakes/catalogue/filtering.hpp"

namespace grader::conv_mistakes {

// w(f, c, l, k) where HH and WW agree; elsewhere, what stands there in memory.
double transposed_weight(const Filtering& layer, std::size_t f, const Tap& tap) {
  const Windows& windows = layer.windows;
  return layer.w.values[(f * windows.C + tap.c) * windows.HH * windows.WW + tap.l * windows.HH + tap.k];
}

std::vector<KnownMistake> mistakes() {
  std::vector<KnownMistake> all = convolution_mistakes();
  all.push_back(filters_reshaped(wrong_dx(own_pixel, weight_of_reshaped_filters)));
  all.push_back({.id = "kernel-transposed",
                 .spoils = {"x"},
                 .hint = "Which index of a filter runs down the image, and which across?",
                 .misconception = "Going backward transposes, and so it transposes each filter.",
                 .answer = wrong_dx(own_pixel, transposed_weight)});
  return all;
}

const MistakeRegistration registration{"conv", mistakes()};

}  // namespace grader::conv_mistakes
