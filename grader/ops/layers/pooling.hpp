/// Shared by the layers that pool windows: their shapes, and cases for every way in which windows can lie.
#pragma once

#include <backprop/pool_param.hpp>
#include <numeric>

#include "grader/ops/call.hpp"
#include "grader/ops/layers/window.hpp"

namespace grader {

inline Layer pooling(const std::string& summary) {
  return {.summary = summary,
          .inputs = {{"x", images()}},
          .attributes = {{"height", "rows of a window", 1, 64, true},
                         {"width", "columns of a window", 1, 64, true},
                         stride_attribute()},
          .outputs = {{"out", images("C", "H_out", "W_out")}}};
}

// The rest belongs to the grader.

inline Attributes window(std::size_t height, std::size_t width, std::size_t stride) {
  return {{"height", static_cast<double>(height)},
          {"width", static_cast<double>(width)},
          {"stride", static_cast<double>(stride)}};
}

/// Images have C = d, H = t, W = m. The standard regimes of size; windows that touch, overlap, leave pixels
/// out between them and at both edges; windows of one pixel, of one row, of one column, and of the whole
/// image.
/// Not inlined: a literal that the calling half uses too would keep the names of probes in workers.
[[gnu::noinline]] inline std::vector<Probe> pooling_probes() {
  return {
      {.id = "unit", .n = 2, .d = 3, .m = 6, .t = 4},
      {.id = "small", .scale = 0.05, .n = 3, .d = 2, .m = 4, .t = 5},
      {.id = "large", .scale = 4.0, .n = 2, .d = 5, .m = 7, .t = 3},
      {.id = "batch-of-one", .n = 1, .d = 2, .m = 5, .t = 6},
      {.id = "tall", .n = 4, .d = 3, .m = 2, .t = 9, .cases = 1},
      {.id = "wide", .n = 3, .d = 4, .m = 11, .t = 2, .cases = 1},
      {.id = "square", .n = 4, .d = 4, .m = 4, .t = 4, .cases = 1},
      {.id = "narrow", .n = 41, .d = 2, .m = 3, .t = 1, .cases = 1},
      {.id = "one-channel", .n = 3, .d = 1, .m = 4, .t = 5, .cases = 1},
      {.id = "overlapping", .n = 2, .d = 3, .m = 7, .t = 5, .cases = 3},
      {.id = "left-out", .n = 2, .d = 3, .m = 7, .t = 8, .cases = 3},
      {.id = "one-pixel", .n = 2, .d = 3, .m = 4, .t = 5, .cases = 3},
      {.id = "whole-image", .n = 2, .d = 5, .m = 4, .t = 3},
      {.id = "wide-window", .n = 1, .d = 2, .m = 13, .t = 8},
  };
}

/// Adds `more` to them.
inline std::vector<Probe> pooling_probes_and(std::vector<Probe> more) {
  std::vector<Probe> probes = pooling_probes();
  for (Probe& probe : more) probes.push_back(std::move(probe));
  return probes;
}

/// Returns the window of a case, by its probe and its number. Windows overlap in "overlapping" only.
inline Attributes sample_window(const Probe& probe) {
  const std::vector<std::pair<std::string, std::vector<Attributes>>> windows = {
      {"small", {window(2, 3, 3), window(3, 2, 3)}},
      {"large", {window(1, 3, 4), window(3, 1, 3)}},
      {"tall", {window(3, 2, 4)}},
      {"wide", {window(2, 4, 5)}},
      {"narrow", {window(1, 2, 2)}},
      {"overlapping", {window(3, 2, 1), window(3, 5, 2), window(2, 3, 1)}},
      {"left-out", {window(2, 1, 3), window(1, 2, 4), window(3, 2, 5)}},
      {"one-pixel", {window(1, 1, 1), window(1, 1, 2), window(1, 1, 3)}},
      {"wide-window", {window(7, 6, 7), window(16, 17, 16)}},
      {"whole-image", {window(probe.t, probe.m, 1), window(probe.t, probe.m, 2)}},
  };
  for (const auto& [id, of_cases] : windows) {
    if (id == probe.id) return of_cases.at(probe.index % of_cases.size());
  }
  return probe.index == 0 ? window(2, 2, 2) : window(2, 3, 3);
}

/// In the second case of "wide-window" the window has more pixels than a byte has values.
inline Shape image_batch(const Probe& probe) {
  if (probe.id == "wide-window" && probe.index == 1) return {1, 2, 16, 17};
  return {probe.n, probe.d, probe.t, probe.m};
}

}  // namespace grader
