/// Shared by the two forms of the convolution: one description, so that both are tried alike.
#pragma once

#include "grader/ops/layers/window.hpp"

namespace grader {

inline Layer convolution(const std::string& summary) {
  return {.summary = summary,
          .inputs = {{"x", images()}, {"w", {"F", "C", "HH", "WW"}}, {"b", {"F"}}},
          .attributes = {stride_attribute(), pad_attribute()},
          .outputs = {{"out", images("F", "H_out", "W_out")}}};
}

// The rest belongs to the grader.

inline Case sample_convolution(backprop::Rng& rng, const Probe& probe) {
  const Window window = window_of(probe);
  return {{{"x", sample_images(rng, probe)},
           {"w", sample_pixels(rng, probe, {probe.m, probe.d, window.HH, window.WW})},
           {"b", random_normal(rng, {probe.m}, probe.scale)}},
          {{"stride", static_cast<double>(window.stride)}, {"pad", static_cast<double>(window.pad)}}};
}

inline std::vector<KnownAnswer> known_convolutions() {
  return {
      {.source = "Stanford CS231n, assignment 2, ConvolutionalNetworks.ipynb",
       .inputs = {{"x", linspace(-0.1, 0.5, {2, 3, 4, 4})},
                  {"w", linspace(-0.2, 0.3, {3, 3, 4, 4})},
                  {"b", linspace(-0.1, 0.2, {3})}},
       .attributes = {{"stride", 2}, {"pad", 1}},
       .outputs = {{"out", {{2, 3, 2, 2}, {-0.08759809, -0.10987781, -0.18387192, -0.2109216,  0.21027089,
                                           0.21661097,  0.22847626,  0.23004637,  0.50813986,  0.54309974,
                                           0.64082444,  0.67101435,  -0.98053589, -1.03143541, -1.19128892,
                                           -1.24695841, 0.69108355,  0.66880383,  0.59480972,  0.56776003,
                                           2.36270298,  2.36904306,  2.38090835,  2.38247847}}}},
       .tolerance = 0.51e-8},
      {.source = "a row of 1 2 3 4 under the filter 10 1, not flipped; the inner pixels lie in two windows",
       .inputs = {{"x", {{1, 1, 1, 4}, {1, 2, 3, 4}}}, {"w", {{1, 1, 1, 2}, {10, 1}}}, {"b", {{1}, {0.5}}}},
       .attributes = {{"stride", 1}, {"pad", 0}},
       .outputs = {{"out", {{1, 1, 1, 3}, {12.5, 23.5, 34.5}}}},
       .upstream = {{"out", {{1, 1, 1, 3}, {1, 2, 4}}}},
       .gradients = {{"x", {{1, 1, 1, 4}, {10, 21, 42, 4}}},
                     {"w", {{1, 1, 1, 2}, {17, 24}}},
                     {"b", {{1}, {7}}}}},
      {.source = "stride 3 skips the third pixel, and the last one is too few for a window",
       .inputs = {{"x", {{1, 1, 1, 6}, {1, 2, 3, 4, 5, 6}}},
                  {"w", {{1, 1, 1, 2}, {10, 1}}},
                  {"b", {{1}, {0}}}},
       .attributes = {{"stride", 3}, {"pad", 0}},
       .outputs = {{"out", {{1, 1, 1, 2}, {12, 45}}}},
       .upstream = {{"out", {{1, 1, 1, 2}, {1, 2}}}},
       .gradients = {
           {"x", {{1, 1, 1, 6}, {10, 1, 0, 20, 2, 0}}}, {"w", {{1, 1, 1, 2}, {9, 12}}}, {"b", {{1}, {3}}}}}};
}

inline Probing convolution_probing() {
  return {.probes = window_probes(),
          .sample = sample_convolution,
          .shape_upstream = upstream_at_one_output,
          .known_answers = known_convolutions()};
}

}  // namespace grader
