#include <backprop/conv_transpose.hpp>

#include <algorithm>

#include "grader/ops/layers/window.hpp"

BACKPROP_LAYER(conv_transpose)

namespace grader {
namespace {

Layer layer() {
  return {.summary = "a larger image, to which each pixel adds a multiple of each of its filters, plus b",
          .inputs = {{"x", images("F")}, {"w", {"F", "C", "HH", "WW"}}, {"b", {"C"}}},
          .attributes = {stride_attribute(), pad_attribute()},
          .outputs = {{"out", images("C", "H_out", "W_out")}}};
}

// The widest border up to `pad` that leaves something along an axis.
std::size_t fitting(std::size_t pad, std::size_t size, std::size_t window, std::size_t stride) {
  return std::min(pad, (stride * (size - 1) + window - 1) / 2);
}

Case sample(backprop::Rng& rng, const Probe& probe) {
  const Window window = window_of(probe);
  const std::size_t pad =
      fitting(fitting(window.pad, probe.t, window.HH, window.stride), window.W, window.WW, window.stride);
  return {{{"x", sample_pixels(rng, probe, {probe.n, probe.m, probe.t, window.W})},
           {"w", sample_pixels(rng, probe, {probe.m, probe.d, window.HH, window.WW})},
           {"b", random_normal(rng, {probe.d}, probe.scale)}},
          {{"stride", static_cast<double>(window.stride)}, {"pad", static_cast<double>(pad)}}};
}

std::vector<KnownAnswer> by_hand() {
  return {{.source = "two pixels put 10 1 2 side by side at stride 2: they overlap in one pixel",
           .inputs = {{"x", {{1, 1, 1, 2}, {3, 4}}}, {"w", {{1, 1, 1, 3}, {10, 1, 2}}}, {"b", {{1}, {0.5}}}},
           .attributes = {{"stride", 2}, {"pad", 0}},
           .outputs = {{"out", {{1, 1, 1, 5}, {30.5, 3.5, 46.5, 4.5, 8.5}}}},
           .upstream = {{"out", {{1, 1, 1, 5}, {1, 2, 3, 4, 5}}}},
           .gradients = {{"x", {{1, 1, 1, 2}, {18, 44}}},
                         {"w", {{1, 1, 1, 3}, {15, 22, 29}}},
                         {"b", {{1}, {15}}}}},
          {.source = "the same in a column, without a border of one",
           .inputs = {{"x", {{1, 1, 2, 1}, {3, 4}}},
                      {"w", {{1, 1, 3, 3}, {0, 10, 0, 0, 1, 0, 0, 2, 0}}},
                      {"b", {{1}, {0}}}},
           .attributes = {{"stride", 2}, {"pad", 1}},
           .outputs = {{"out", {{1, 1, 3, 1}, {3, 46, 4}}}},
           .upstream = {{"out", {{1, 1, 3, 1}, {1, 2, 3}}}},
           .gradients = {{"x", {{1, 1, 2, 1}, {5, 23}}},
                         {"w", {{1, 1, 3, 3}, {0, 8, 0, 0, 15, 0, 0, 6, 0}}},
                         {"b", {{1}, {6}}}}}};
}

Probing probing() {
  return {.probes = window_probes(),
          .sample = sample,
          .shape_upstream = upstream_at_one_output,
          .known_answers = by_hand()};
}

}  // namespace
}  // namespace grader
