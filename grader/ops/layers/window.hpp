/// Shared by layers whose window moves over images: the description of an image, and probes in which the
/// windows overlap, leave pixels out, reach into the padding, or cover everything.
#pragma once

#include <map>

#include "grader/ops/call.hpp"

namespace grader {

inline std::vector<std::string> images(const std::string& channels = "C", const std::string& height = "H",
                                       const std::string& width = "W") {
  return {"N", channels, height, width};
}

inline AttributeSpec stride_attribute() {
  return {"stride", "how far a window is from the next one, in pixels", 1, 64, true};
}

inline AttributeSpec pad_attribute() {
  return {"pad", "width of the border of zeros, in pixels", 0, 64, true};
}

// The rest belongs to the grader.

/// What a probe does not say: its n, d, m and t are N, C, F and H.
struct Window {
  std::size_t W, HH, WW, stride, pad;
};

/// Returns the window of a probe of window_probes(). Any other probe has that of "unit", which may be cut to
/// the image's size.
inline Window window_of(const Probe& probe) {
  // Not static: a static variable would be in workers, which hold no probe.
  const std::map<std::string, Window> windows = {
      {"unit", {4, 3, 2, 1, 1}},
      {"small", {7, 2, 3, 2, 1}},
      {"large", {5, 3, 3, 2, 0}},
      {"batch-of-one", {5, 3, 2, 1, 0}},
      {"tall", {3, 4, 2, 3, 1}},
      {"wide", {12, 2, 5, 1, 2}},
      {"square", {4, 4, 4, 1, 2}},
      {"narrow", {3, 2, 2, 1, 0}},
      {"one-row", {9, 1, 3, 2, 0}},
      {"one-pixel", {1, 3, 3, 1, 1}},
      {"one-filter", {5, 2, 3, 1, 1}},
      {"pointwise", {5, 1, 1, 1, 0}},
      {"pointwise-apart", {6, 1, 1, 2, 1}},
      {"full-size", {5, 4, 5, 1, 0}},
      {"full-padded", {2, 5, 4, 1, 1}},
      {"overlapping", {6, 5, 4, 1, 0}},
      {"skipping", {10, 2, 2, 4, 0}},
      {"left-over", {6, 3, 3, 2, 0}},
      {"beside-the-image", {3, 2, 2, 2, 3}},
      {"zeros", {4, 3, 3, 1, 1}},
      {"one-output", {5, 3, 3, 2, 1}},
      {"wide-window", {10, 7, 8, 2, 1}},
      {"three-pixels", {3, 1, 2, 1, 0}},
      {"four-pixels", {2, 2, 2, 1, 1}},
      {"as-many-windows", {3, 1, 1, 2, 1}},
  };
  const auto found = windows.find(probe.id);
  if (found != windows.end()) return found->second;
  Window window = windows.at("unit");
  window.W = probe.t;
  window.HH = std::min(window.HH, probe.t);
  window.WW = std::min(window.WW, probe.t);
  // Its own cases are few: a larger number is the size of a window that is wished for.
  if (probe.index > 2) window.HH = window.WW = probe.index;
  return window;
}

/// Probes in which all sizes differ, apart from "square" and the two smallest, and which hold each relation
/// of window, stride, padding and image: windows that overlap, touch or leave pixels out between them; pixels
/// at the end that no window reaches; windows in the padding alone; a window of one pixel, and one as large
/// as the image or the padded image.
inline std::vector<Probe> window_probes() {
  return {
      {.id = "unit", .scale = 1.0, .n = 4, .d = 2, .m = 3, .t = 5},
      {.id = "small", .scale = 0.05, .n = 3, .d = 4, .m = 2, .t = 6},
      {.id = "large", .scale = 4.0, .n = 2, .d = 3, .m = 5, .t = 7},
      {.id = "batch-of-one", .scale = 1.0, .n = 1, .d = 3, .m = 2, .t = 6},
      {.id = "tall", .scale = 1.0, .n = 2, .d = 4, .m = 3, .t = 11},
      {.id = "wide", .scale = 1.0, .n = 4, .d = 5, .m = 2, .t = 3, .cases = 1},
      {.id = "square", .scale = 1.0, .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
      {.id = "narrow", .scale = 1.0, .n = 41, .d = 1, .m = 2, .t = 4, .cases = 1},
      {.id = "one-row", .n = 3, .d = 2, .m = 4, .t = 1, .cases = 1},
      {.id = "one-pixel", .n = 3, .d = 2, .m = 4, .t = 1, .cases = 1},
      {.id = "one-filter", .n = 3, .d = 4, .m = 1, .t = 4, .cases = 1},
      {.id = "pointwise", .n = 2, .d = 4, .m = 3, .t = 3, .cases = 1},
      {.id = "pointwise-apart", .n = 3, .d = 2, .m = 4, .t = 5, .cases = 1},
      {.id = "full-size", .n = 3, .d = 2, .m = 4, .t = 4, .cases = 1},
      {.id = "full-padded", .n = 2, .d = 4, .m = 3, .t = 3, .cases = 1},
      {.id = "overlapping", .n = 2, .d = 3, .m = 2, .t = 7},
      {.id = "skipping", .n = 2, .d = 4, .m = 3, .t = 9},
      {.id = "left-over", .n = 2, .d = 3, .m = 4, .t = 8},
      {.id = "beside-the-image", .n = 4, .d = 2, .m = 3, .t = 2, .cases = 1},
      {.id = "zeros", .n = 2, .d = 3, .m = 4, .t = 5, .cases = 1},
      {.id = "one-output", .n = 2, .d = 3, .m = 4, .t = 6, .cases = 1},
      {.id = "wide-window", .n = 2, .d = 1, .m = 3, .t = 8, .cases = 1},
      // Small enough to be read off a report, and to be worked out by hand.
      {.id = "three-pixels", .n = 1, .d = 1, .m = 1, .t = 1, .cases = 1},
      {.id = "four-pixels", .n = 1, .d = 1, .m = 1, .t = 2, .cases = 1},
      // As many windows as pixels, and none of them is where its pixel is.
      {.id = "as-many-windows", .n = 2, .d = 3, .m = 2, .t = 3, .cases = 1},
  };
}

/// Returns elements of the probe's scale. In "zeros" a third of them is 0: a zero is a pixel like any other.
inline Tensor sample_pixels(backprop::Rng& rng, const Probe& probe, Shape shape) {
  if (probe.id == "zeros") return random_choice(rng, std::move(shape), {0.0, -0.7, 1.3});
  return random_normal(rng, std::move(shape), probe.scale);
}

/// Returns x: (N, C, H, W).
inline Tensor sample_images(backprop::Rng& rng, const Probe& probe) {
  return sample_pixels(rng, probe, {probe.n, probe.d, probe.t, window_of(probe).W});
}

/// Probing::shape_upstream: in "one-output" a single output of the last example has an upstream gradient.
inline void upstream_at_one_output(const Probe& probe, Tensors& upstream) {
  if (probe.id != "one-output") return;
  for (auto& [name, tensor] : upstream) {
    const std::size_t kept = tensor.values.size() * 3 / 4;
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      if (i != kept) tensor.values[i] = 0.0;
    }
  }
}

}  // namespace grader
