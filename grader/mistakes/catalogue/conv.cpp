#include "grader/mistakes/catalogue/convolution.hpp"

namespace grader::conv_mistakes {

using namespace backprop;

// dx from dout by the forward pass's formula with filters and channels exchanged, which needs a flip.
Tensors filters_reshaped(Given& given) {
  const Convolution conv(given);
  const Windows& windows = conv.windows;
  return {{"x", from_xtensor(dx_with(conv, [&](std::size_t f, const Tap& tap) {
             return conv.w.flat(((tap.c * conv.F + f) * windows.HH + tap.k) * windows.WW + tap.l);
           }))}};
}

// w(f, c, l, k) where HH and WW agree; elsewhere, what stands there in memory.
Tensors kernel_transposed(Given& given) {
  const Convolution conv(given);
  const Windows& windows = conv.windows;
  return {{"x", from_xtensor(dx_with(conv, [&](std::size_t f, const Tap& tap) {
             return conv.w.flat((f * windows.C + tap.c) * windows.HH * windows.WW + tap.l * windows.HH +
                                tap.k);
           }))}};
}

std::vector<KnownMistake> mistakes() {
  std::vector<KnownMistake> all = convolution_mistakes();
  all.push_back({.id = "filters-reshaped",
                 .spoils = {"x"},
                 .hint = "Does a change of shape from (F, C) to (C, F) move w(f, c) to the place of w(c, f)?",
                 .misconception = "Reshaping to (C, F, HH, WW) exchanges filters and channels.",
                 .answer = filters_reshaped});
  all.push_back({.id = "kernel-transposed",
                 .spoils = {"x"},
                 .hint = "Which index of a filter runs down the image, and which across?",
                 .misconception = "Going backward transposes, and so it transposes each filter.",
                 .answer = kernel_transposed});
  return all;
}

const MistakeRegistration registration{"conv", mistakes()};

}  // namespace grader::conv_mistakes
